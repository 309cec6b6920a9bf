package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.discord.ReleaseMessage;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Webhooks;
import io.jenkins.plugins.bluegreen.jenkins.discord.BuildConversations;
import io.jenkins.plugins.bluegreen.jenkins.discord.DiscordTrouble;
import java.time.Duration;

/** The message that a release has for itself, of the webhook that it names. No trouble with it fails the release. */
public final class OwnMessage {
    /** How long the end of a release waits for it. */
    private static final Duration LAST_MESSAGE = Duration.ofSeconds(5);

    private final Conversation conversation;
    private final ReleaseMessage message;

    private OwnMessage(Conversation conversation, ReleaseMessage message) {
        this.conversation = conversation;
        this.message = message;
    }

    /**
     * Refuses, before a release begins, what no webhook is called.
     *
     * @param webhook null: the release names none
     */
    public static void check(String webhook) throws AbortException {
        if (webhook != null) {
            Webhooks.named(webhook);
        }
    }

    /**
     * Begins the message, or goes on with it. Reads credentials, so not on the CPS thread.
     *
     * @param webhook null: the release names none
     * @param posted what was sent of it before a restart; null: nothing
     * @return null if there is none, or the webhook can't be used, which the log is told
     */
    public static OwnMessage open(String webhook, Run<?, ?> run, TaskListener listener, SentMessage posted) {
        if (webhook == null) {
            return null;
        }
        try {
            WebhookEntry entry = Webhooks.named(webhook);
            Conversation conversation =
                    BuildConversations.open(entry, run, trouble -> listener.getLogger().println(trouble));
            return new OwnMessage(
                    conversation, new ReleaseMessage(conversation, entry.locale(), entry.mentionOnFailure(), posted));
        } catch (AbortException | RuntimeException e) {
            listener.getLogger().println(Messages.OwnMessage_silent(webhook, DiscordTrouble.of(e, 0)));
            return null;
        }
    }

    /** Who is told of the release, for the message's sake. */
    ReleaseEvents listener() {
        return message;
    }

    /** What it takes to go on with it after a restart; null while it is not in Discord. */
    SentMessage sent() {
        return message.sent();
    }

    /** The release is over: waits a moment for Discord to have all of it. */
    void end() throws InterruptedException {
        conversation.flush(LAST_MESSAGE);
    }
}
