package io.jenkins.plugins.bluegreen.kubernetes.watch;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Coalesces change notifications: a listener runs once for all changes within {@value #DELAY_MILLIS} ms. */
final class CoalescedListener implements Runnable {
    private static final System.Logger LOG = System.getLogger(CoalescedListener.class.getName());
    static final long DELAY_MILLIS = 20;

    private final Predicate<String> names;
    private final Runnable listener;
    private final AtomicBoolean due = new AtomicBoolean();

    CoalescedListener(Predicate<String> names, Runnable listener) {
        this.names = names;
        this.listener = listener;
    }

    void changed(String name, ScheduledExecutorService timer) {
        if (names.test(name) && due.compareAndSet(false, true)) {
            timer.schedule(this, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void run() {
        due.set(false);
        try {
            listener.run();
        } catch (RuntimeException e) {
            // the other listeners have to run too
            LOG.log(System.Logger.Level.WARNING, "a listener to cluster changes failed", e);
        }
    }
}
