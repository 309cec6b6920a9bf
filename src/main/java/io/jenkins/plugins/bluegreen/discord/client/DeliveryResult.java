package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.client.WebhookRequests.Outgoing;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** What Discord's reply to a delivery means for the post, its build and the webhook. */
sealed interface DeliveryResult {
    /** The state is in Discord. */
    record Delivered(SentMessage message) implements DeliveryResult {}

    /**
     * Discord asks to wait.
     *
     * @param global with all webhooks, not only this one
     */
    record RateLimited(long millis, boolean global) implements DeliveryResult {}

    /** A server error, which may pass. */
    record Retryable(Sentence why) implements DeliveryResult {}

    /** Discord does not accept this state of the message. */
    record Failed(DiscordException why) implements DeliveryResult {}

    /** A user deleted the message. */
    record MessageGone(DiscordException why) implements DeliveryResult {}

    /**
     * The webhook or one of its threads can't be written to.
     *
     * @param threadId null: the whole webhook
     */
    record Refused(String threadId, DiscordException why) implements DeliveryResult {}

    /** Reads the reply to a request for {@code webhook}. */
    static DeliveryResult of(WebhookUrl webhook, Outgoing outgoing, Reply reply) {
        if (reply.isSuccess()) {
            return reply.id().isEmpty()
                    ? new Refused(null, webhook.failure("discord.notDiscord", reply.status))
                    : delivered(outgoing, reply);
        }
        String said = webhook.hide(reply.explanation());
        return switch (reply.status) {
            case 401 -> new Refused(null, webhook.failure("discord.unauthorized", said));
            case 403 -> new Refused(null, webhook.failure("discord.forbidden", said));
            case 404 -> notFound(webhook, outgoing.threadId(), reply);
            case 429 -> new RateLimited(reply.retryAfterMillis(), reply.isGlobal());
            default -> switch (reply.status / 100) {
                case 5 -> new Retryable(Sentence.of("discord.status", reply.status));
                case 3 -> new Refused(null, webhook.failure("discord.redirected", reply.status));
                default -> new Failed(webhook.failure("discord.invalid", reply.status, said));
            };
        };
    }

    private static DeliveryResult delivered(Outgoing outgoing, Reply reply) {
        String thread = outgoing.newThread() ? reply.channelId() : outgoing.threadId();
        return new Delivered(new SentMessage(reply.id(), thread, reply.channelId()));
    }

    private static DeliveryResult notFound(WebhookUrl webhook, String threadId, Reply reply) {
        if (reply.isUnknownMessage()) {
            return new MessageGone(webhook.failure("discord.messageNotFound"));
        }
        return threadId != null && reply.isUnknownThread()
                ? new Refused(threadId, webhook.failure("discord.threadNotFound", threadId))
                : new Refused(null, webhook.failure("discord.notFound", webhook.hide(reply.explanation())));
    }
}
