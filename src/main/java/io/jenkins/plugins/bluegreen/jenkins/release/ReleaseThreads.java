package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.bluegreen.engine.drive.Lanes;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;

/**
 * The thread pools of this controller's releases: one for each cluster, and one that prepares releases. A cluster or an
 * agent that does not answer holds up no release on another cluster, which would lose its Lease.
 */
@Extension
public final class ReleaseThreads {
    private static final int THREADS_FOR_PREPARING = 4;
    private static final int THREADS_FOR_AGENTS = 16;
    private static final int LAST_MOVE_SECONDS = 10;

    private final ReleaseClock clock = new ReleaseClock();
    private final List<ThreadPoolExecutor> pools = new ArrayList<>();
    private final Map<String, PooledDriver> drivers = new HashMap<>();
    private final ThreadPoolExecutor preparing = pool(THREADS_FOR_PREPARING, "blue-green release begins");
    private final ThreadPoolExecutor onAgents = pool(THREADS_FOR_AGENTS, "blue-green chart");
    private boolean stopped;

    public static ReleaseThreads get() {
        return ExtensionList.lookupSingleton(ReleaseThreads.class);
    }

    /** The driver of the releases on a cluster. */
    synchronized PooledDriver driver(String cluster) {
        return drivers.computeIfAbsent(
                cluster,
                name -> new PooledDriver(
                        new Lanes(pool(Lanes.THREADS, "blue-green release")), Timer.get(), clock));
    }

    private synchronized ThreadPoolExecutor pool(int threads, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), name),
                // after a restart, releases continue from their saved states
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        pools.add(pool);
        if (stopped) {
            pool.shutdown();
        }
        return pool;
    }

    /**
     * Runs the preparation of a release. It must not wait for an agent.
     *
     * @return cancels it
     */
    public Future<?> prepare(Runnable work) {
        return preparing.submit(work);
    }

    /** Runs work that waits for an agent. An agent that does not answer holds up no other release. */
    <T> Future<T> onAgent(Callable<T> work) {
        return onAgents.submit(work);
    }

    /** Lets each release finish its current step, for up to 10 seconds in all. Later work is discarded. */
    void stop() {
        List<ThreadPoolExecutor> all;
        synchronized (this) {
            stopped = true;
            all = List.copyOf(pools);
        }
        all.forEach(ThreadPoolExecutor::shutdown);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_MOVE_SECONDS);
        try {
            for (ThreadPoolExecutor pool : all) {
                pool.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the controller shuts down. A release that fails now continues after the restart. */
    synchronized boolean areStopped() {
        return stopped;
    }
}
