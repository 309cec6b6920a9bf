package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.discord.ReleaseMessage;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.SharedDiscord;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Webhooks;
import io.jenkins.plugins.bluegreen.jenkins.discord.BuildConversations;
import io.jenkins.plugins.bluegreen.jenkins.discord.BuildLink;
import io.jenkins.plugins.bluegreen.jenkins.discord.DeliveryErrors;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ReleaseTab;
import io.jenkins.plugins.bluegreen.jenkins.service.Surroundings;
import java.time.Duration;
import java.util.function.Consumer;

/** Notifies one webhook about one release. Its failures never fail the release. */
final class ReleaseNotification implements Surroundings.Notification {
    /** How long the end of a release waits for the last message. */
    private static final Duration LAST_MESSAGE = Duration.ofSeconds(5);

    private final Conversation conversation;
    private final ReleaseMessage message;

    private ReleaseNotification(Conversation conversation, ReleaseMessage message) {
        this.conversation = conversation;
        this.message = message;
    }

    /**
     * Checks the webhook's name and the thread's id.
     *
     * @param webhook as of {@link NotifyTarget#text}; null: the release has no notification
     * @throws AbortException if no webhook of this name is configured, or it is not for the build's job
     */
    static void check(String webhook, Run<?, ?> run) throws AbortException {
        if (webhook != null) {
            NotifyTarget target = NotifyTarget.of(webhook);
            Webhooks.named(target.webhook(), run);
            try {
                target.frame();
            } catch (DiscordException e) {
                throw new AbortException(e.getMessage());
            }
        }
    }

    /**
     * Starts the message, or continues it. Reads credentials, so not on the CPS thread.
     *
     * @param webhook as of {@link NotifyTarget#text}; null: the release has no notification
     * @param job full name of the release's job; null: it has none, and the webhook was chosen by what may
     * @param run null: there is no build, or it is gone
     * @param posted the message that was sent before a restart; null: none was
     * @return null if the release has no notification, or the webhook can't be used; the log says why
     */
    static ReleaseNotification open(
            String webhook, String job, Run<?, ?> run, Consumer<String> log, SentMessage posted) {
        if (webhook == null) {
            return null;
        }
        try {
            NotifyTarget target = NotifyTarget.of(webhook);
            WebhookEntry entry = Webhooks.named(target.webhook(), job);
            Consumer<Sentence> trouble = what -> log.accept(what.toString());
            Conversation conversation =
                    run == null ? withoutBuild(entry, trouble) : BuildConversations.open(entry, run, trouble);
            ReleaseMessage message = new ReleaseMessage(
                    conversation,
                    entry.locale(),
                    entry.isPostLogLines(),
                    target::frame,
                    entry.mentionOnFailure(),
                    posted,
                    run == null ? null : BuildLink.page(run, ReleaseTab.URL));
            return new ReleaseNotification(conversation, message.withAddress());
        } catch (AbortException | RuntimeException e) {
            String name = NotifyTarget.of(webhook).webhook();
            log.accept(Messages.ReleaseNotification_silent(name, DeliveryErrors.message(e, 0)));
            return null;
        }
    }

    private static Conversation withoutBuild(WebhookEntry entry, Consumer<Sentence> trouble) throws AbortException {
        return SharedDiscord.get().client().open(Webhooks.address(entry, null), entry.sender(), trouble);
    }

    /** The listener that updates the message. */
    @Override
    public ReleaseEvents listener() {
        return message;
    }

    /** The reference that continues the message after a restart; null until Discord has it. */
    @Override
    public SentMessage sent() {
        return message.sent();
    }

    @Override
    public String address() {
        return message.address();
    }

    /** Waits up to 5 seconds until Discord has the last update. */
    @Override
    public void end() throws InterruptedException {
        conversation.flush(LAST_MESSAGE);
    }
}
