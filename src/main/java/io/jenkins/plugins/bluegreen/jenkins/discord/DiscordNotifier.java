package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.AbortException;
import hudson.Extension;
import hudson.Launcher;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.model.Run;
import hudson.tasks.BuildStepMonitor;
import hudson.tasks.Notifier;
import hudson.tasks.Publisher;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Webhooks;
import java.time.Duration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A post-build action that notifies a Discord channel of the selected events of a build. It never fails a build. */
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
    private String thread;

    @DataBoundConstructor
    public DiscordNotifier() {}

    @Override
    public boolean prebuild(AbstractBuild<?, ?> build, BuildListener listener) {
        if (onStart) {
            post(BuildEvent.STARTED, build, listener);
        }
        return true;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException {
        BuildEvent event = selected(build);
        Conversation conversation = event == null ? null : post(event, build, listener);
        if (conversation != null) {
            conversation.flush(LAST_MESSAGE);
        }
        return true;
    }

    /** The event of the build's end; null if it is not selected. */
    private BuildEvent selected(Run<?, ?> build) {
        return switch (BuildReader.state(build)) {
            case SUCCESS -> {
                boolean fixed = onFixed && BuildEvent.isFixed(build);
                yield fixed ? BuildEvent.FIXED : onSuccess ? BuildEvent.SUCCESS : null;
            }
            case UNSTABLE -> onUnstable ? BuildEvent.UNSTABLE : null;
            case FAILURE -> onFailure ? BuildEvent.FAILURE : null;
            default -> onAborted ? BuildEvent.ABORTED : null;
        };
    }

    private Conversation post(BuildEvent event, AbstractBuild<?, ?> build, BuildListener listener) {
        try {
            WebhookEntry entry = Webhooks.named(webhook, build);
            DiscordMessage message = NotifierMessage.of(this, event, build, entry, listener);
            Conversation conversation = BuildConversations.open(
                    entry, build, trouble -> listener.getLogger().println(trouble));
            conversation.post(message);
            return conversation;
        } catch (AbortException | RuntimeException e) {
            listener.getLogger().println(DeliveryErrors.message(e, 0));
        }
        return null;
    }

    /** So that it tells the result that the build has in the end, whatever other actions make of it. */
    @Override
    public boolean needsToRunAfterFinalized() {
        return true;
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

    /** The name of a configured webhook; null: the only one. */
    public String getWebhook() {
        return webhook;
    }

    @DataBoundSetter
    public void setWebhook(String name) {
        webhook = Util.fixEmptyAndTrim(name);
    }

    /** Whether to notify of the start of a build. */
    public boolean isOnStart() {
        return onStart;
    }

    @DataBoundSetter
    public void setOnStart(boolean notify) {
        onStart = notify;
    }

    /** Whether to notify of success. */
    public boolean isOnSuccess() {
        return onSuccess;
    }

    @DataBoundSetter
    public void setOnSuccess(boolean notify) {
        onSuccess = notify;
    }

    /** Whether to notify of unstable builds. */
    public boolean isOnUnstable() {
        return onUnstable;
    }

    @DataBoundSetter
    public void setOnUnstable(boolean notify) {
        onUnstable = notify;
    }

    /** Whether to notify of failure. */
    public boolean isOnFailure() {
        return onFailure;
    }

    @DataBoundSetter
    public void setOnFailure(boolean notify) {
        onFailure = notify;
    }

    /** Whether to notify of the first success after builds that did not succeed. */
    public boolean isOnFixed() {
        return onFixed;
    }

    @DataBoundSetter
    public void setOnFixed(boolean notify) {
        onFixed = notify;
    }

    /** Whether to notify of builds that were aborted or not built. */
    public boolean isOnAborted() {
        return onAborted;
    }

    @DataBoundSetter
    public void setOnAborted(boolean notify) {
        onAborted = notify;
    }

    /** Whether the message lists the build's commits. */
    public boolean isChanges() {
        return changes;
    }

    @DataBoundSetter
    public void setChanges(boolean listed) {
        changes = listed;
    }

    /** The mentions of a failure, comma-separated; null: the one of the webhook's configuration. */
    public String getMention() {
        return mention;
    }

    @DataBoundSetter
    public void setMention(String who) {
        mention = Util.fixEmptyAndTrim(who);
    }

    /** The id of the messages' thread, or the name of one that is created in a forum; null: the webhook's channel. */
    public String getThread() {
        return thread;
    }

    @DataBoundSetter
    public void setThread(String idOrName) {
        thread = Util.fixEmptyAndTrim(idOrName);
    }

    @Extension
    @Symbol("discordNotification")
    public static final class DescriptorImpl extends NotifierDescriptor {
        @Override
        public boolean isApplicable(@SuppressWarnings("rawtypes") Class<? extends AbstractProject> jobType) {
            return true;
        }

        @Override
        public String getDisplayName() {
            return Messages.DiscordNotifier_displayName();
        }
    }
}
