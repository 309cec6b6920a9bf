package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.client.DeliveryResult.Delivered;
import io.jenkins.plugins.bluegreen.discord.client.DeliveryResult.Failed;
import io.jenkins.plugins.bluegreen.discord.client.DeliveryResult.MessageGone;
import io.jenkins.plugins.bluegreen.discord.client.DeliveryResult.RateLimited;
import io.jenkins.plugins.bluegreen.discord.client.DeliveryResult.Refused;
import io.jenkins.plugins.bluegreen.discord.client.DeliveryResult.Retryable;
import io.jenkins.plugins.bluegreen.discord.client.WebhookRequests.Outgoing;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Applies the result of a delivery to its post, its build and its webhook. Called under the queue's lock. Each method
 * returns the notifications of listeners and futures, which run without the lock because they may do anything.
 */
final class DeliveryCompletion {
    private static final Runnable NOTHING = () -> {};

    private final WebhookUrl webhook;
    private final DiscordClient client;
    private final PendingPosts posts;
    private final RateLimits limits;

    DeliveryCompletion(WebhookUrl webhook, DiscordClient client, PendingPosts posts, RateLimits limits) {
        this.webhook = webhook;
        this.client = client;
        this.posts = posts;
        this.limits = limits;
    }

    /** Discord has replied. */
    Runnable replied(Outgoing outgoing, Reply reply) {
        Delivery delivery = outgoing.delivery();
        Post post = delivery.post();
        limits.learn(delivery.method(), reply.headers, DiscordClient.now());
        DeliveryResult result = DeliveryResult.of(webhook, outgoing, reply);
        if (result instanceof Delivered delivered) {
            return delivered(post, delivered.message());
        }
        if (result instanceof RateLimited limited) {
            return rateLimited(delivery, limited);
        }
        if (result instanceof Retryable retryable) {
            return retry(delivery, retryable.why());
        }
        if (result instanceof MessageGone gone) {
            post.setGone();
            posts.remove(post);
            return reported(post, gone.why());
        }
        return result instanceof Refused refused
                ? refused(post, refused.threadId(), refused.why())
                : failed(post, ((Failed) result).why());
    }

    private Runnable delivered(Post post, SentMessage message) {
        post.settle(message);
        if (posts.requeue(post)) {
            return NOTHING;
        }
        posts.remove(post);
        return post.complete();
    }

    private Runnable rateLimited(Delivery delivery, RateLimited limited) {
        long until = DiscordClient.now() + limited.millis();
        if (limited.global()) {
            client.stopUntil(until);
        } else {
            limits.pauseUntil(until);
        }
        delivery.post().putBack(delivery, false);
        return NOTHING;
    }

    /** The network or Discord has failed: sends the same again after a pause, unless there were too many attempts. */
    Runnable retry(Delivery delivery, Sentence why) {
        Post post = delivery.post();
        RetryPolicy retries = client.retries();
        if (post.attempts() >= Math.min(retries.attempts(), post.conversation.attempts())) {
            return failed(post, webhook.failure("discord.gaveUp", post.attempts(), why));
        }
        long pause = retries.pause(post.attempts(), ThreadLocalRandom.current().nextDouble());
        limits.pauseUntil(DiscordClient.now() + pause);
        post.putBack(delivery, true);
        return NOTHING;
    }

    /** One state of a post is given up. A newer state has its own attempts. */
    Runnable failed(Post post, DiscordException why) {
        post.settle(post.sent());
        if (posts.requeue(post)) {
            return () -> post.conversation.report(why.sentence());
        }
        posts.remove(post);
        return reported(post, why);
    }

    /** Fails all posts of the build, or, for a single thread, this one. */
    private Runnable refused(Post refused, String threadId, DiscordException why) {
        WebhookHealth health = refused.conversation.health;
        health.refuse(threadId, why);
        if (threadId != null) {
            return failed(refused, why);
        }
        Runnable notifications = () -> refused.conversation.report(why.sentence());
        for (Post post : posts.of(health)) {
            posts.remove(post);
            notifications = both(notifications, post.fail(why));
        }
        return notifications;
    }

    /** Reports a problem before it fails the post's future: whoever waits for the future may close the log. */
    static Runnable reported(Post post, DiscordException why) {
        return both(() -> post.conversation.report(why.sentence()), post.fail(why));
    }

    private static Runnable both(Runnable first, Runnable second) {
        return () -> {
            first.run();
            second.run();
        };
    }
}
