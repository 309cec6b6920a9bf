package io.jenkins.plugins.bluegreen.kubernetes.watch;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Somebody who wants to know that something changed, told once for all changes of a moment. */
public final class Wakeup implements Runnable {
    private static final System.Logger LOG = System.getLogger(Wakeup.class.getName());
    private static final long MOMENT_MILLIS = 20;

    private final Predicate<String> names;
    private final Runnable listener;
    private final AtomicBoolean due = new AtomicBoolean();

    public Wakeup(Predicate<String> names, Runnable listener) {
        this.names = names;
        this.listener = listener;
    }

    void changed(String name, ScheduledExecutorService timer) {
        if (names.test(name) && due.compareAndSet(false, true)) {
            timer.schedule(this, MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void run() {
        due.set(false);
        try {
            listener.run();
        } catch (RuntimeException e) {
            // one listener's mistake must not keep the others asleep
            LOG.log(System.Logger.Level.WARNING, "a listener to cluster changes failed", e);
        }
    }
}
