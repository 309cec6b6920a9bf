package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.client.WebhookRequests.Outgoing;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/**
 * What waits for one webhook, of all builds, and the one request that is under way. Its lock is held for moments only,
 * never while anything is rendered, sent or told; so whoever gives it a message goes on at once. The first post in the
 * queue is the one that is being sent: it leaves when its newest state is delivered or given up.
 */
final class WebhookQueue {
    private static final Runnable NOTHING = () -> {};

    private final WebhookUrl webhook;
    private final WebhookRequests requests;
    private final DiscordClient client;
    private final Patience patience;

    private final ArrayDeque<Post> posts = new ArrayDeque<>();
    private final RateLimits limits = new RateLimits();
    private long pausedUntil = Long.MIN_VALUE;
    /** Whether a request is under way, or a moment set to look for one. */
    private boolean busy;

    WebhookQueue(WebhookUrl webhook, DiscordClient client) {
        this.webhook = webhook;
        this.client = client;
        requests = new WebhookRequests(webhook);
        patience = client.patience();
    }

    /** Where messages are posted that name no other thread; null: in the channel itself. */
    String threadId() {
        return webhook.threadId();
    }

    /** Takes a new state of a post. */
    CompletableFuture<SentMessage> submit(Post post, Supplier<DiscordMessage> message) {
        CompletableFuture<SentMessage> promise;
        Runnable news;
        synchronized (this) {
            promise = post.want(message, DiscordClient.now() + patience.lifetime());
            if (post.isQueued()) {
                return promise;
            }
            news = admit(post);
        }
        news.run();
        return promise;
    }

    private Runnable admit(Post post) {
        Conversation conversation = post.conversation;
        DiscordException refusal = conversation.standing.refusal(null);
        if (refusal != null) {
            return post.broken(refusal);
        }
        if (post.isOver()) {
            return post.broken(webhook.failure("discord.messageNotFound"));
        }
        if (conversation.waiting() >= patience.waiting()) {
            return told(post, webhook.failure("discord.tooMany", patience.waiting()));
        }
        post.setQueued(true);
        posts.add(post);
        conversation.count(1);
        if (!busy) {
            busy = true;
            client.schedule(this::next, 0);
        }
        return NOTHING;
    }

    /** Sends the first post's newest state as soon as Discord takes it. */
    private void next() {
        Runnable news = NOTHING;
        Delivery delivery = null;
        synchronized (this) {
            Post first = posts.peek();
            if (first == null) {
                busy = false;
                return;
            }
            long now = DiscordClient.now();
            long at = Math.max(Math.max(pausedUntil, client.stoppedUntil()), limits.freeAt(first.method()));
            if (Math.max(at, now) > first.giveUpAt()) {
                first.take();
                news = failed(first, webhook.failure("discord.tooLate", patience.lifetime() / 1000));
            } else if (at > now) {
                client.schedule(this::next, at - now);
                return;
            } else {
                delivery = first.take();
            }
            if (delivery == null) {
                client.schedule(this::next, 0);
            }
        }
        news.run();
        if (delivery != null) {
            send(delivery);
        }
    }

    private void send(Delivery delivery) {
        Outgoing outgoing;
        try {
            outgoing = requests.of(delivery);
        } catch (RuntimeException e) {
            conclude(() -> failed(delivery.post(), webhook.failure("discord.notRendered", webhook.hide(e.toString()))));
            return;
        }
        DiscordException refusal;
        synchronized (this) {
            refusal = delivery.post().conversation.standing.refusal(outgoing.threadId());
        }
        if (refusal != null) {
            conclude(() -> failed(delivery.post(), refusal));
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
                conclude(() -> answered(outgoing, reply));
            }

            @Override
            public void onFailure(Call call, IOException e) {
                conclude(() -> again(delivery, Sentence.verbatim(webhook.hide(e.toString()))));
            }
        });
    }

    /** Under the lock, learns how an attempt went, and goes on; tells the news without it. */
    private void conclude(Supplier<Runnable> outcome) {
        Runnable news;
        synchronized (this) {
            news = outcome.get();
            client.schedule(this::next, 0);
        }
        news.run();
    }

    // ------------------------------------------------------------ outcomes, under the lock; each gives what to tell

    private Runnable answered(Outgoing outgoing, Reply reply) {
        Delivery delivery = outgoing.delivery();
        Post post = delivery.post();
        long now = DiscordClient.now();
        limits.learn(delivery.method(), reply.headers, now);
        Judgement judgement = Judgement.of(webhook, outgoing, reply);
        switch (judgement.kind()) {
            case DELIVERED:
                return delivered(post, judgement.message());
            case WAIT:
                pausedUntil = Math.max(pausedUntil, now + judgement.millis());
                post.putBack(delivery, false);
                return NOTHING;
            case WAIT_EVERYWHERE:
                client.stopUntil(now + judgement.millis());
                post.putBack(delivery, false);
                return NOTHING;
            case AGAIN:
                return again(delivery, judgement.passing());
            case GONE:
                return gone(post, judgement.why());
            case REFUSED:
                return refused(post, judgement.threadId(), judgement.why());
            default:
                return failed(post, judgement.why());
        }
    }

    private Runnable delivered(Post post, SentMessage message) {
        post.settled(message);
        if (requeued(post)) {
            return NOTHING;
        }
        dequeue(post);
        return post.kept();
    }

    /** The network or Discord failed: the same again after a pause, if there is patience left. */
    private Runnable again(Delivery delivery, Sentence why) {
        Post post = delivery.post();
        if (post.attempts() >= patience.attempts()) {
            return failed(post, webhook.failure("discord.gaveUp", post.attempts(), why));
        }
        long pause = patience.pause(post.attempts(), ThreadLocalRandom.current().nextDouble());
        pausedUntil = Math.max(pausedUntil, DiscordClient.now() + pause);
        post.putBack(delivery, true);
        return NOTHING;
    }

    /** A state is given up; a newer one gets its own attempts. */
    private Runnable failed(Post post, DiscordException why) {
        post.settled(post.sent());
        if (requeued(post)) {
            return () -> post.conversation.tell(why.sentence());
        }
        dequeue(post);
        return told(post, why);
    }

    /** The message is not in Discord any more. */
    private Runnable gone(Post post, DiscordException why) {
        post.end();
        dequeue(post);
        return told(post, why);
    }

    /** Nothing more of this conversation's build for the thread, or, if null, at all. */
    private Runnable refused(Post refused, String threadId, DiscordException why) {
        Conversation conversation = refused.conversation;
        Standing standing = conversation.standing;
        standing.refuse(threadId, why);
        if (threadId != null) {
            return failed(refused, why);
        }
        Runnable news = () -> conversation.tell(why.sentence());
        for (Post post : posts.stream().filter(post -> post.conversation.standing == standing).toList()) {
            dequeue(post);
            news = both(news, post.broken(why));
        }
        return news;
    }

    private boolean requeued(Post post) {
        if (!post.isWanted()) {
            return false;
        }
        posts.remove(post);
        posts.add(post);
        return true;
    }

    private void dequeue(Post post) {
        posts.remove(post);
        post.setQueued(false);
        post.conversation.count(-1);
        notifyAll();
    }

    /** Whoever waits for the promise may end the log: so the trouble is told first. */
    private Runnable told(Post post, DiscordException why) {
        return both(() -> post.conversation.tell(why.sentence()), post.broken(why));
    }

    private static Runnable both(Runnable first, Runnable second) {
        return () -> {
            first.run();
            second.run();
        };
    }
}
