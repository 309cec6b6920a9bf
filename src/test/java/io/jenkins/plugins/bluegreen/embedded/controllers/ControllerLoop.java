package io.jenkins.plugins.bluegreen.embedded.controllers;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The single thread of controllers and kubelet, which therefore need no locks. */
public final class ControllerLoop {
    private static final Logger LOG = System.getLogger(ControllerLoop.class.getName());

    private final ScheduledThreadPoolExecutor thread;
    private final Set<Object> queued = new HashSet<>();

    public ControllerLoop() {
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread t = new Thread(work, "embedded-controllers");
            t.setDaemon(true);
            return t;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public void soon(Runnable work) {
        after(Duration.ZERO, work);
    }

    /** Queues the work unless work with the same key is queued, like a work queue. */
    public void soon(Object key, Runnable work) {
        synchronized (queued) {
            if (!queued.add(key)) {
                return;
            }
        }
        soon(() -> {
            synchronized (queued) {
                queued.remove(key);
            }
            work.run();
        });
    }

    /** Runs the work after the delay; does nothing once closed. */
    public ScheduledFuture<?> after(Duration delay, Runnable work) {
        return thread.schedule(() -> guarded(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a controller of the embedded cluster failed", e);
        }
    }

    public void close() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(5, TimeUnit.SECONDS);
    }
}
