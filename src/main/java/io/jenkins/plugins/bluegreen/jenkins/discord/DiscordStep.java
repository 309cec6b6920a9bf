package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.discord.BuildChange;
import io.jenkins.plugins.bluegreen.discord.BuildNotice;
import io.jenkins.plugins.bluegreen.discord.BuildState;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import io.jenkins.plugins.bluegreen.jenkins.config.CommaSeparated;
import io.jenkins.plugins.bluegreen.jenkins.form.NamedValue;
import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The parameters that {@code discordNotify} and {@code withDiscordNotify} share. Null and blank texts mean the default.
 */
public abstract class DiscordStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private String webhook;
    private String title;
    private String description;
    private String content;
    private String link;
    private LinkedHashMap<String, String> fields = new LinkedHashMap<>();
    private String footer;
    private String username;
    private String edit;
    private String threadId;
    private String threadName;
    private boolean silent;
    private String mention;
    private boolean failOnError;

    /** The texts of the message about a build. */
    final BuildNotice notice(
            Run<?, ?> run, String name, BuildState state, Instant time, List<BuildChange> commits) {
        return new BuildNotice(
                name,
                link == null ? BuildLink.of(run) : link,
                state,
                description,
                fields,
                commits,
                footer == null ? BuildReader.cause(run) : footer,
                time);
    }

    /**
     * Starts a message: everything that is not an embed.
     *
     * @param mask hides values of credentials
     */
    final DiscordMessage.Builder frame(UnaryOperator<String> mask) {
        DiscordMessage.Builder message =
                DiscordMessage.builder().content(mask.apply(content)).username(mask.apply(username));
        if (silent) {
            message.silent();
        }
        if (threadId != null) {
            message.threadId(threadId);
        } else if (threadName != null) {
            message.threadName(mask.apply(threadName));
        }
        return message;
    }

    /**
     * The mentions.
     *
     * @throws io.jenkins.plugins.bluegreen.discord.message.DiscordException if one is not valid
     */
    final List<Mention> mentions() {
        return CommaSeparated.split(mention).stream()
                .flatMap(text -> Mention.parse(text).stream())
                .toList();
    }

    /** The name of a configured webhook; null: the only one. */
    public String getWebhook() {
        return webhook;
    }

    @DataBoundSetter
    public void setWebhook(String name) {
        webhook = Util.fixEmptyAndTrim(name);
    }

    /** Null: the build's name. */
    public String getTitle() {
        return title;
    }

    @DataBoundSetter
    public void setTitle(String text) {
        title = Util.fixEmptyAndTrim(text);
    }

    /** Markdown. */
    public String getDescription() {
        return description;
    }

    @DataBoundSetter
    public final void setDescription(String text) {
        description = Util.fixEmpty(text);
    }

    /** Markdown before the embed. */
    public String getContent() {
        return content;
    }

    @DataBoundSetter
    public void setContent(String text) {
        content = Util.fixEmpty(text);
    }

    /** The link of the title; null: the build. */
    public String getLink() {
        return link;
    }

    @DataBoundSetter
    public void setLink(String address) {
        link = Util.fixEmptyAndTrim(address);
    }

    /** Names and short texts. A Pipeline gives a map. */
    public List<NamedValue> getFields() {
        return fields.entrySet().stream()
                .map(field -> new NamedValue(field.getKey(), field.getValue()))
                .toList();
    }

    @DataBoundSetter
    public void setFields(List<NamedValue> named) {
        fields = new LinkedHashMap<>();
        NamedValue.named(named).forEach(field -> fields.put(field.getName(), field.getValue()));
    }

    /** Null: the cause of the build. */
    public String getFooter() {
        return footer;
    }

    @DataBoundSetter
    public void setFooter(String text) {
        footer = Util.fixEmptyAndTrim(text);
    }

    /** The sender's name; null: the webhook's. */
    public String getUsername() {
        return username;
    }

    @DataBoundSetter
    public void setUsername(String name) {
        username = Util.fixEmptyAndTrim(name);
    }

    /** The id of a message to change, as {@code discordNotify} returned it; null: a new message. */
    public String getEdit() {
        return edit;
    }

    @DataBoundSetter
    public void setEdit(String id) {
        edit = Util.fixEmptyAndTrim(id);
    }

    /** The id of the message's thread. */
    public String getThreadId() {
        return threadId;
    }

    @DataBoundSetter
    public void setThreadId(String id) {
        threadId = Util.fixEmptyAndTrim(id);
    }

    /** The name of a thread to create in a forum. */
    public String getThreadName() {
        return threadName;
    }

    @DataBoundSetter
    public void setThreadName(String name) {
        threadName = Util.fixEmptyAndTrim(name);
    }

    /** Whether to send without notification sound. */
    public boolean isSilent() {
        return silent;
    }

    @DataBoundSetter
    public void setSilent(boolean quiet) {
        silent = quiet;
    }

    /** The mentions, comma-separated; of a block, only when it fails. */
    public String getMention() {
        return mention;
    }

    @DataBoundSetter
    public void setMention(String who) {
        mention = Util.fixEmptyAndTrim(who);
    }

    /** Whether the step fails if the message can't be sent. */
    public boolean isFailOnError() {
        return failOnError;
    }

    @DataBoundSetter
    public void setFailOnError(boolean fail) {
        failOnError = fail;
    }
}
