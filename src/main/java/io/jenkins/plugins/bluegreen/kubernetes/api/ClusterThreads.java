package io.jenkins.plugins.bluegreen.kubernetes.api;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;

/** Named daemon threads of connections to clusters. */
public final class ClusterThreads {
    /** Short: a request may begin before the thread of the one before it is free, and has another one then. */
    private static final int IDLE_MILLIS = 200;

    private ClusterThreads() {}

    public static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** An okhttp dispatcher with a thread for each request under way, to any host. Idle threads end. */
    static Dispatcher dispatcher(String name, int requestsAtOnce) {
        ExecutorService threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_MILLIS, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), named(name));
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(requestsAtOnce);
        dispatcher.setMaxRequestsPerHost(requestsAtOnce);
        return dispatcher;
    }
}
