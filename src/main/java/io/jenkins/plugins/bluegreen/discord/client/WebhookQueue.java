package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.client.WebhookRequests.Outgoing;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/**
 * The queue of one webhook, shared by all builds. It sends one request at a time. Its lock is never held while a
 * message is rendered or sent, or while a listener runs, so a caller never waits for Discord.
 */
final class WebhookQueue {
    private static final Runnable NOTHING = () -> {};

    private final WebhookUrl webhook;
    private final WebhookRequests requests;
    private final DiscordClient client;

    private final PendingPosts posts = new PendingPosts();
    private final RateLimits limits = new RateLimits();
    private final DeliveryCompletion completion;
    private final MessageAddresses addresses;
    /** Whether a request is under way, or {@link #next} is scheduled. */
    private boolean busy;

    WebhookQueue(WebhookUrl webhook, DiscordClient client) {
        this.webhook = webhook;
        this.client = client;
        requests = new WebhookRequests(webhook);
        completion = new DeliveryCompletion(webhook, client, posts, limits);
        addresses = new MessageAddresses(webhook, requests, client, limits, this);
    }

    /** The thread of messages that name none; null: the webhook's channel. */
    String threadId() {
        return webhook.threadId();
    }

    /** Where people see a message; null while that is not known. */
    String address(SentMessage message, WebhookHealth health) {
        return addresses.of(message, health);
    }

    /** Takes a new state of a post. */
    CompletableFuture<SentMessage> submit(Post post, Supplier<DiscordMessage> message) {
        CompletableFuture<SentMessage> future;
        Runnable notifications;
        synchronized (this) {
            future = post.setState(message, DiscordClient.now() + client.retries().lifetime());
            if (post.isQueued()) {
                return future;
            }
            notifications = admit(post);
        }
        notifications.run();
        return future;
    }

    private Runnable admit(Post post) {
        Conversation conversation = post.conversation;
        DiscordException refusal = conversation.health.refusal(null);
        if (refusal != null) {
            return post.fail(refusal);
        }
        if (post.isGone()) {
            return post.fail(webhook.failure("discord.messageNotFound"));
        }
        int most = client.retries().waiting();
        if (conversation.waiting() >= most) {
            return DeliveryCompletion.reported(post, webhook.failure("discord.tooMany", most));
        }
        posts.add(post);
        if (!busy) {
            busy = true;
            client.schedule(this::next, 0);
        }
        return NOTHING;
    }

    /** Sends the newest state of the first post, or schedules this for the moment when the rate limits allow it. */
    private void next() {
        Post late;
        Delivery delivery;
        synchronized (this) {
            Post first = posts.first();
            if (first == null) {
                busy = false;
                return;
            }
            long now = DiscordClient.now();
            long at = Math.max(client.stoppedUntil(), limits.freeAt(first.method()));
            late = Math.max(at, now) > first.giveUpAt() ? first : null;
            if (late == null && at > now) {
                client.schedule(this::next, at - now);
                return;
            }
            delivery = first.take();
        }
        if (late == null) {
            send(delivery);
        } else {
            fail(late, webhook.failure("discord.tooLate", client.retries().lifetime() / 1000));
        }
    }

    private void send(Delivery delivery) {
        Outgoing outgoing;
        try {
            outgoing = requests.of(delivery);
        } catch (RuntimeException e) {
            fail(delivery.post(), webhook.failure("discord.notRendered", webhook.hide(e.toString())));
            return;
        }
        DiscordException refusal;
        synchronized (this) {
            refusal = delivery.post().conversation.health.refusal(outgoing.threadId());
        }
        if (refusal != null) {
            fail(delivery.post(), refusal);
            return;
        }
        client.send(outgoing.request(), new Callback() {
            @Override
            public void onResponse(Call call, Response response) {
                Reply reply;
                try (response) {
                    reply = Reply.of(response);
                } catch (IOException e) {
                    onFailure(call, e);
                    return;
                }
                conclude(() -> completion.replied(outgoing, reply));
            }

            @Override
            public void onFailure(Call call, IOException e) {
                conclude(() -> completion.retry(delivery, Sentence.verbatim(webhook.hide(e.toString()))));
            }
        });
    }

    private void fail(Post post, DiscordException why) {
        conclude(() -> completion.failed(post, why));
    }

    /** Applies the result of an attempt under the lock, and goes on with the next post. */
    private void conclude(Supplier<Runnable> result) {
        Runnable notifications;
        synchronized (this) {
            notifications = result.get();
            notifyAll();
            client.schedule(this::next, 0);
        }
        notifications.run();
    }
}
