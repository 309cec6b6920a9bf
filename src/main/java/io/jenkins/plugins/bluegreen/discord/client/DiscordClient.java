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
 * Discord's webhooks, for any number of builds. One is enough for a process: it knows what Discord takes of each webhook,
 * whoever writes to it.
 *
 * <p>For each webhook one request is under way at a time, so messages arrive in the order they were given, and each
 * answer's limits are known before the next request. A message is delivered at least once: one whose answer is lost on
 * the way is sent again, and there is nothing in Discord's API by which a webhook could tell it from the first.
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
    private final Patience patience;

    /**
     * A client.
     *
     * @param http gives proxy, trust and connections; timeouts and redirects (none are followed) are set here
     */
    public DiscordClient(OkHttpClient http) {
        this(http, Patience.normal());
    }

    DiscordClient(OkHttpClient http, Patience patience) {
        this.patience = patience;
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
     * Begins what one build says to a webhook. Sends nothing.
     *
     * @param sender of every message that names none
     * @param trouble told why something could not be sent, once for each kind of trouble, on any thread; must return soon
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
            return new Conversation(queue, sender, new Standing(), trouble);
        }
    }

    /** Sends nothing more; what waits is lost. Ends all threads. */
    @Override
    public void close() {
        timer.shutdownNow();
        http.dispatcher().cancelAll();
        senders.shutdown();
    }

    Patience patience() {
        return patience;
    }

    void schedule(Runnable work, long millis) {
        timer.schedule(work, Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    void send(Request request, Callback callback) {
        http.newCall(request).enqueue(callback);
    }

    /** Until when no webhook may be written to; {@link #now()}'s time. */
    long stoppedUntil() {
        return stoppedUntil.get();
    }

    /** Discord takes nothing more from this address until then. */
    void stopUntil(long millis) {
        stoppedUntil.accumulateAndGet(millis, Math::max);
    }

    /** Milliseconds of a clock that only goes on. */
    static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
