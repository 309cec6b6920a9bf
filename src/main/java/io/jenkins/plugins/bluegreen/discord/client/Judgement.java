package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.client.WebhookRequests.Outgoing;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/**
 * What an answer means for the post, the conversation and the webhook.
 *
 * @param message  what is in Discord now, for {@link Kind#DELIVERED}
 * @param millis   how long to wait, for {@link Kind#WAIT} and {@link Kind#WAIT_EVERYWHERE}
 * @param threadId the thread that is refused, for {@link Kind#REFUSED}; null: the webhook
 * @param why      for all that fail for good
 * @param passing  for {@link Kind#AGAIN}
 */
record Judgement(
        Kind kind, SentMessage message, long millis, String threadId, DiscordException why, Sentence passing) {
    private static final int TOO_MANY_REQUESTS = 429;

    enum Kind {
        DELIVERED,
        /** This webhook takes nothing for a time. */
        WAIT,
        /** Discord takes nothing from this address for a time. */
        WAIT_EVERYWHERE,
        AGAIN,
        /** The state can't be sent. */
        FAILED,
        /** Somebody deleted the message. */
        GONE,
        /** The thread or the webhook can't be written to. */
        REFUSED
    }

    /** Of an answer to a request for {@code webhook}. */
    static Judgement of(WebhookUrl webhook, Outgoing outgoing, Reply reply) {
        if (reply.isSuccess()) {
            return reply.messageId().isEmpty()
                    ? refused(null, webhook.failure("discord.notDiscord", reply.status))
                    : delivered(outgoing, reply);
        }
        if (reply.status == TOO_MANY_REQUESTS) {
            return new Judgement(
                    reply.isGlobal() ? Kind.WAIT_EVERYWHERE : Kind.WAIT, null, reply.retryAfterMillis(), null, null, null);
        }
        return switch (reply.status / 100) {
            case 5 -> new Judgement(Kind.AGAIN, null, 0, null, null, Sentence.of("discord.status", reply.status));
            case 3 -> refused(null, webhook.failure("discord.redirected", reply.status));
            default -> denied(webhook, outgoing.threadId(), reply);
        };
    }

    private static Judgement delivered(Outgoing outgoing, Reply reply) {
        String thread = outgoing.newThread() ? reply.channelId() : outgoing.threadId();
        return new Judgement(Kind.DELIVERED, new SentMessage(reply.messageId(), thread), 0, null, null, null);
    }

    private static Judgement denied(WebhookUrl webhook, String threadId, Reply reply) {
        String said = webhook.hide(reply.explanation());
        switch (reply.status) {
            case 401:
                return refused(null, webhook.failure("discord.unauthorized", said));
            case 403:
                return refused(null, webhook.failure("discord.forbidden", said));
            case 404:
                if (reply.isUnknownMessage()) {
                    return failed(Kind.GONE, webhook.failure("discord.messageNotFound"));
                }
                return threadId != null && reply.isUnknownThread()
                        ? refused(threadId, webhook.failure("discord.threadNotFound", threadId))
                        : refused(null, webhook.failure("discord.notFound", said));
            default:
                return failed(Kind.FAILED, webhook.failure("discord.invalid", reply.status, said));
        }
    }

    private static Judgement refused(String threadId, DiscordException why) {
        return new Judgement(Kind.REFUSED, null, 0, threadId, why, null);
    }

    private static Judgement failed(Kind kind, DiscordException why) {
        return new Judgement(kind, null, 0, null, why, null);
    }
}
