package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.listeners.ItemListener;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;

/**
 * The threads that this controller's releases move on, however many there are. Each cluster has its own, and so has
 * what comes before a release: a cluster or an agent that does not answer holds up no release on another cluster, which
 * would lose its Lease by that. When the controller ends they stop before the connections to the clusters do: a release
 * must not take that for trouble with its cluster.
 */
@Extension(ordinal = 1)
public final class Releases extends ItemListener {
    private static final int MOVING = 6;
    private static final int BEGINNING = 4;
    private static final int LAST_MOVE_SECONDS = 10;

    private final ReleaseClock clock = new ReleaseClock();
    private final List<ThreadPoolExecutor> pools = new ArrayList<>();
    private final Map<String, PooledDriver> drivers = new HashMap<>();
    private final ThreadPoolExecutor beginning = pool(BEGINNING, "blue-green release begins");
    private boolean over;

    public static Releases get() {
        return ExtensionList.lookupSingleton(Releases.class);
    }

    /** What moves the releases on a cluster. */
    public synchronized PooledDriver driver(String cluster) {
        return drivers.computeIfAbsent(
                cluster, name -> new PooledDriver(pool(MOVING, "blue-green release"), Timer.get(), clock));
    }

    private synchronized ThreadPoolExecutor pool(int threads, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), name),
                // the controller ends: the next one goes on from the saved states
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        pools.add(pool);
        if (over) {
            pool.shutdown();
        }
        return pool;
    }

    /** Does what a release begins with, which may take as long as an agent takes to answer. */
    public void later(Runnable work) {
        beginning.execute(work);
    }

    @Override
    public void onBeforeShutdown() {
        List<ThreadPoolExecutor> all;
        synchronized (this) {
            over = true;
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

    /** Whether the controller ends: what goes wrong now is for the next one to look at. */
    public synchronized boolean areOver() {
        return over;
    }
}
