package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Run;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.discord.BuildChange;
import io.jenkins.plugins.bluegreen.discord.BuildNotice;
import io.jenkins.plugins.bluegreen.discord.BuildState;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** The step {@code discordNotify}: posts or changes one message. Returns its id, or null if it could not be sent. */
public final class DiscordNotifyStep extends DiscordStep {
    private static final long serialVersionUID = 1L;

    private String result;
    private String files;
    private boolean changes;

    /** @param description so that a Pipeline may leave out its name: {@code discordNotify 'Deployed'} */
    @DataBoundConstructor
    public DiscordNotifyStep(String description) {
        setDescription(description);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new DiscordNotifyExecution(context, this);
    }

    /**
     * Builds the message. Reads files and changes.
     *
     * @param workspace null: there is none
     * @param mask      hides values of credentials
     * @param missing   gets a sentence for each part that can't be sent
     * @throws AbortException if a parameter is not valid
     */
    DiscordMessage message(
            Run<?, ?> run,
            FilePath workspace,
            WebhookEntry webhook,
            UnaryOperator<String> mask,
            Consumer<String> missing)
            throws IOException, InterruptedException {
        BuildState state = state(run);
        String name = getTitle() == null ? state.icon() + " " + run.getFullDisplayName() : getTitle();
        List<BuildChange> commits = changes ? BuildReader.changes(run) : List.of();
        BuildNotice notice = notice(run, name, state, Instant.now(), commits).masked(mask);
        DiscordMessage.Builder message = frame(mask).embed(notice.embed(webhook.locale()));
        webhook.allowed(mentions(), missing).forEach(message::mention);
        if (files != null) {
            FilesForDiscord.add(
                    workspace, files, (file, bytes) -> message.file(mask.apply(file), bytes), missing);
        }
        DiscordMessage built = message.build();
        if (!built.leftOut().isEmpty()) {
            missing.accept(Messages.DiscordNotifyStep_leftOut(String.join(", ", built.leftOut())));
        }
        return built;
    }

    private BuildState state(Run<?, ?> run) throws AbortException {
        if (result == null) {
            return BuildReader.state(run);
        }
        try {
            return BuildState.valueOf(result.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.DiscordNotifyStep_noResult(result));
        }
    }

    /** Determines the colour: {@code SUCCESS}, {@code UNSTABLE}, {@code FAILURE}…; null: the build's state. */
    public String getResult() {
        return result;
    }

    @DataBoundSetter
    public void setResult(String word) {
        result = Util.fixEmptyAndTrim(word);
    }

    /** Ant patterns of files in the workspace, comma-separated. */
    public String getFiles() {
        return files;
    }

    @DataBoundSetter
    public void setFiles(String patterns) {
        files = Util.fixEmptyAndTrim(patterns);
    }

    /** Whether the message lists the build's commits. */
    public boolean isChanges() {
        return changes;
    }

    @DataBoundSetter
    public void setChanges(boolean listed) {
        changes = listed;
    }

    @Extension
    public static final class DescriptorImpl extends DiscordStepDescriptor {
        @Override
        public String getFunctionName() {
            return "discordNotify";
        }

        @Override
        public String getDisplayName() {
            return Messages.DiscordNotifyStep_displayName();
        }

        @POST
        public ListBoxModel doFillResultItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.DiscordNotifyStep_asTheBuild(), "");
            for (BuildState state : BuildState.values()) {
                if (state != BuildState.RUNNING) {
                    items.add(state.icon() + " " + state.name(), state.name());
                }
            }
            return items;
        }
    }
}
