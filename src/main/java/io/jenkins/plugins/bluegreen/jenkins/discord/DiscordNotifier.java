package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.AbortException;
import hudson.Extension;
import hudson.Launcher;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.BuildStepMonitor;
import hudson.tasks.Notifier;
import hudson.tasks.Publisher;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.discord.BuildNotice;
import io.jenkins.plugins.bluegreen.discord.BuildState;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.CommaSeparated;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Tells Discord how builds of a freestyle job go, whatever of it is asked for. Never fails a build. */
public final class DiscordNotifier extends Notifier {
    private static final Duration LAST_MESSAGE = Duration.ofSeconds(5);

    private String webhook;
    private boolean onStart;
    private boolean onSuccess = true;
    private boolean onUnstable = true;
    private boolean onFailure = true;
    private boolean onFixed = true;
    private boolean onAborted;
    private boolean changes;
    private String mention;

    @DataBoundConstructor
    public DiscordNotifier() {}

    // ------------------------------------------------------------ what it says

    /** What there may be to tell, by the last part of its sentence's key. */
    private enum Event {
        STARTED("started"),
        SUCCESS("success"),
        FIXED("fixed"),
        UNSTABLE("unstable"),
        FAILURE("failure"),
        ABORTED("aborted");

        private final String key;

        Event(String key) {
            this.key = key;
        }

        private Sentence of(Run<?, ?> run) {
            return Sentence.of("discord.build." + key, run.getFullDisplayName());
        }
    }

    @Override
    public boolean prebuild(AbstractBuild<?, ?> build, BuildListener listener) {
        if (onStart) {
            tell(Event.STARTED, build, listener);
        }
        return true;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException {
        Event event = wanted(build);
        Conversation conversation = event == null ? null : tell(event, build, listener);
        if (conversation != null) {
            conversation.flush(LAST_MESSAGE);
        }
        return true;
    }

    /** What is to be told of how a build ended; null: nothing. */
    private Event wanted(Run<?, ?> build) {
        return switch (BuildFacts.state(build)) {
            case SUCCESS -> onFixed && isFixed(build) ? Event.FIXED : onSuccess ? Event.SUCCESS : null;
            case UNSTABLE -> onUnstable ? Event.UNSTABLE : null;
            case FAILURE -> onFailure ? Event.FAILURE : null;
            default -> onAborted ? Event.ABORTED : null;
        };
    }

    /** Whether the build before this one was bad. One that was aborted says nothing of that. */
    private static boolean isFixed(Run<?, ?> build) {
        Run<?, ?> before = build.getPreviousCompletedBuild();
        while (before != null && isUndecided(before.getResult())) {
            before = before.getPreviousCompletedBuild();
        }
        return before != null && before.getResult() != Result.SUCCESS;
    }

    private static boolean isUndecided(Result result) {
        return result == null || result == Result.ABORTED || result == Result.NOT_BUILT;
    }

    private Conversation tell(Event event, Run<?, ?> build, BuildListener listener) {
        try {
            WebhookEntry entry = Webhooks.named(webhook);
            DiscordMessage message = message(event, build, entry);
            Conversation conversation =
                    BuildConversations.open(entry, build, trouble -> listener.getLogger().println(trouble));
            conversation.post(message);
            return conversation;
        } catch (AbortException | RuntimeException e) {
            listener.getLogger().println(DiscordTrouble.of(e, 0));
        }
        return null;
    }

    private DiscordMessage message(Event event, Run<?, ?> build, WebhookEntry entry) {
        boolean isStart = event == Event.STARTED;
        BuildState state = isStart ? BuildState.RUNNING : BuildFacts.state(build);
        BuildNotice notice = new BuildNotice(
                state.icon() + " " + event.of(build).in(entry.locale()),
                BuildFacts.link(build),
                state,
                null,
                Map.of(),
                changes && !isStart ? BuildFacts.changes(build) : List.of(),
                BuildFacts.cause(build),
                Instant.now());
        DiscordMessage.Builder message = DiscordMessage.builder().embed(notice.embed(entry.locale()));
        if (event == Event.FAILURE) {
            if (mention == null) {
                message.mention(entry.mentionOnFailure());
            }
            CommaSeparated.split(mention).forEach(who -> Mention.parse(who).ifPresent(message::mention));
        }
        return message.build();
    }

    @Override
    public DescriptorImpl getDescriptor() {
        return (DescriptorImpl) super.getDescriptor();
    }

    @Override
    public BuildStepMonitor getRequiredMonitorService() {
        return BuildStepMonitor.NONE;
    }

    // ------------------------------------------------------------ parameters

    /** Name of a configured webhook; null: the only one. */
    public String getWebhook() {
        return webhook;
    }

    @DataBoundSetter
    public void setWebhook(String name) {
        webhook = Util.fixEmptyAndTrim(name);
    }

    /** Whether a build's beginning is told. */
    public boolean isOnStart() {
        return onStart;
    }

    @DataBoundSetter
    public void setOnStart(boolean told) {
        onStart = told;
    }

    /** Whether success is told. */
    public boolean isOnSuccess() {
        return onSuccess;
    }

    @DataBoundSetter
    public void setOnSuccess(boolean told) {
        onSuccess = told;
    }

    /** Whether it is told that a build is unstable. */
    public boolean isOnUnstable() {
        return onUnstable;
    }

    @DataBoundSetter
    public void setOnUnstable(boolean told) {
        onUnstable = told;
    }

    /** Whether failure is told. */
    public boolean isOnFailure() {
        return onFailure;
    }

    @DataBoundSetter
    public void setOnFailure(boolean told) {
        onFailure = told;
    }

    /** Whether a success after something else is told as that. */
    public boolean isOnFixed() {
        return onFixed;
    }

    @DataBoundSetter
    public void setOnFixed(boolean told) {
        onFixed = told;
    }

    /** Whether it is told that a build was aborted, or not built. */
    public boolean isOnAborted() {
        return onAborted;
    }

    @DataBoundSetter
    public void setOnAborted(boolean told) {
        onAborted = told;
    }

    /** Whether the build's commits are listed. */
    public boolean isChanges() {
        return changes;
    }

    @DataBoundSetter
    public void setChanges(boolean listed) {
        changes = listed;
    }

    /** Who is mentioned when a build fails, comma-separated; null: as the webhook says. */
    public String getMention() {
        return mention;
    }

    @DataBoundSetter
    public void setMention(String who) {
        mention = Util.fixEmptyAndTrim(who);
    }

    @Extension
    @Symbol("discordNotification")
    public static final class DescriptorImpl extends BuildStepDescriptor<Publisher> {
        @Override
        public boolean isApplicable(@SuppressWarnings("rawtypes") Class<? extends AbstractProject> jobType) {
            return true;
        }

        @Override
        public String getDisplayName() {
            return Messages.DiscordNotifier_displayName();
        }

        /** The configured webhooks; for those who may not configure the job, only the one that it has. */
        @POST
        public ListBoxModel doFillWebhookItems(@AncestorInPath Item item, @QueryParameter String webhook) {
            return DiscordForms.webhooks(item, webhook);
        }

        @POST
        public FormValidation doCheckMention(@AncestorInPath Item item, @QueryParameter String value) {
            return DiscordForms.mention(item, value);
        }
    }
}
