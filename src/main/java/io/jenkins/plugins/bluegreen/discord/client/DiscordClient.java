package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.message.Sender;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import okhttp3.Authenticator;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * A client of Discord's webhooks for any number of builds. One per process, so that all builds share the rate limits of
 * each webhook.
 *
 * <p>It sends one message per webhook at a time. So messages arrive in order, and the rate limits of each reply are
 * known before the next request. Delivery is at least once: a message whose reply is lost is sent again, because
 * Discord's API has no idempotency key for webhooks.
 */
public final class DiscordClient implements AutoCloseable {
    private static final int CONNECT_SECONDS = 5;
    private static final int READ_SECONDS = 10;
    private static final int CALL_SECONDS = 15;
    private static final int CALLS_AT_ONCE = 16;

    private final Map<WebhookUrl, WeakReference<WebhookQueue>> queues = new HashMap<>();
    private final AtomicLong stoppedUntil = new AtomicLong(Long.MIN_VALUE);
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor senders;
    private final OkHttpClient http;
    private final RetryPolicy retries;

    /**
     * A client.
     *
     * @param http for its proxy, trust and connections; timeouts are set here, and redirects are not followed
     */
    public DiscordClient(OkHttpClient http) {
        this(http, RetryPolicy.DEFAULT);
    }

    DiscordClient(OkHttpClient http, RetryPolicy retries) {
        this.retries = retries;
        timer = new ScheduledThreadPoolExecutor(1, named("discord timer"));
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        senders = new ThreadPoolExecutor(
                0, CALLS_AT_ONCE * 2, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), named("discord sender"));
        Dispatcher dispatcher = new Dispatcher(senders);
        dispatcher.setMaxRequests(CALLS_AT_ONCE);
        dispatcher.setMaxRequestsPerHost(CALLS_AT_ONCE);
        this.http = http.newBuilder()
                .dispatcher(dispatcher)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .authenticator(Authenticator.NONE)
                .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
                .writeTimeout(READ_SECONDS, TimeUnit.SECONDS)
                .callTimeout(CALL_SECONDS, TimeUnit.SECONDS)
                .build();
    }

    private static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Opens a conversation of one build with a webhook. Sends nothing.
     *
     * @param sender  of messages that name none
     * @param trouble called with the reason if something can't be sent, once for each kind, on any thread; must not
     *     block
     */
    public Conversation open(WebhookUrl webhook, Sender sender, Consumer<Sentence> trouble) {
        synchronized (queues) {
            queues.values().removeIf(queue -> queue.get() == null);
            WeakReference<WebhookQueue> known = queues.get(webhook);
            WebhookQueue queue = known == null ? null : known.get();
            if (queue == null) {
                queue = new WebhookQueue(webhook, this);
                queues.put(webhook, new WeakReference<>(queue));
            }
            return new Conversation(queue, sender, new WebhookHealth(), trouble);
        }
    }

    /** Stops sending: messages that still wait are lost. Ends all threads. */
    @Override
    public void close() {
        timer.shutdownNow();
        http.dispatcher().cancelAll();
        senders.shutdown();
    }

    RetryPolicy retries() {
        return retries;
    }

    void schedule(Runnable work, long millis) {
        timer.schedule(work, Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    void send(Request request, Callback callback) {
        http.newCall(request).enqueue(callback);
    }

    /** The end of a global rate limit, in {@link #now()}'s time; in the past if there is none. */
    long stoppedUntil() {
        return stoppedUntil.get();
    }

    /** Holds up the requests to all webhooks. */
    void stopUntil(long millis) {
        stoppedUntil.accumulateAndGet(millis, Math::max);
    }

    /** Milliseconds of a monotonic clock. */
    static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
