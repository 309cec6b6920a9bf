package io.jenkins.plugins.bluegreen.jenkins;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.listeners.ItemListener;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.bluegreen.engine.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.ReleaseClock;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;

/**
 * The threads that this controller's releases move on, however many there are. When the controller ends they stop before
 * the connections to the clusters do: a release must not take that for trouble with its cluster.
 */
@Extension(ordinal = 1)
public final class Releases extends ItemListener {
    private static final int THREADS = 6;
    private static final int LAST_MOVE_SECONDS = 10;

    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            new NamingThreadFactory(new DaemonThreadFactory(), "blue-green release"),
            // the controller ends: the next one goes on from the saved states
            new ThreadPoolExecutor.DiscardPolicy());
    private final PooledDriver driver = new PooledDriver(pool, Timer.get(), new ReleaseClock());

    public Releases() {
        pool.allowCoreThreadTimeOut(true);
    }

    static Releases get() {
        return ExtensionList.lookupSingleton(Releases.class);
    }

    PooledDriver driver() {
        return driver;
    }

    /** Does something that may take as long as a request. */
    void later(Runnable work) {
        pool.execute(work);
    }

    @Override
    public void onBeforeShutdown() {
        pool.shutdown();
        try {
            pool.awaitTermination(LAST_MOVE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the controller ends: what goes wrong now is for the next one to look at. */
    boolean areOver() {
        return pool.isShutdown();
    }
}
