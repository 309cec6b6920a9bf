package io.jenkins.plugins.bluegreen.engine.drive;

import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.Urgency;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Drives any number of releases on a few threads. A release that waits occupies no thread. */
public final class PooledDriver {
    /** Listens to one release. Called on a thread of the pool. */
    public interface Owner {
        /** Begins the block and returns; the owner reports its end to {@link Driven#bodyEnded}. */
        void runBody(ReleaseState state);

        /** The release is over. An exception of this method is passed to {@link #broke}. */
        void finished(ReleaseState state, ReleaseResult result);

        /** A move, or a method of this owner, threw an unexpected exception. The release is not driven any more. */
        void broke(ReleaseState state, Throwable problem);
    }

    private enum Progress {
        /** The alarm is set. */
        WAITING,
        /** A move was submitted or runs. */
        MOVING,
        /** As MOVING, and the next move follows at once. */
        MOVING_TWICE,
        OVER
    }

    private static final Logger LOGGER = Logger.getLogger(PooledDriver.class.getName());
    private static final long NO_THREAD_MILLIS = 1_000;

    private final Executor pool;
    private final ScheduledExecutorService timer;
    private final ReleaseClock clock;
    private final AtomicInteger running = new AtomicInteger();

    /**
     * A driver.
     *
     * @param pool runs the moves, which are {@link Lanes.Turn}s; each may take as long as a request to the cluster
     * @param timer submits due moves to {@code pool}
     */
    public PooledDriver(Executor pool, ScheduledExecutorService timer, ReleaseClock clock) {
        this.pool = pool;
        this.timer = timer;
        this.clock = clock;
    }

    /** Begins or continues a release. Returns at once. */
    public Driven drive(ReleaseEngine engine, ReleaseState state, Owner owner) {
        Driven driven = new Driven(engine, state, owner);
        running.incrementAndGet();
        driven.wake();
        return driven;
    }

    /** The number of releases that are driven. */
    public int running() {
        return running.get();
    }

    /** A release that is being driven. Its methods return at once and may be called on any thread. */
    public final class Driven {
        private final ReleaseEngine engine;
        private final ReleaseState state;
        private final Owner owner;

        private Progress progress = Progress.WAITING;
        private volatile Sentence abort;
        private boolean bodyLost;
        private boolean bodyEnded;
        private Sentence bodyFailure;
        private ScheduledFuture<?> alarm;

        private Driven(ReleaseEngine engine, ReleaseState state, Owner owner) {
            this.engine = engine;
            this.state = state;
            this.owner = owner;
            engine.onAnswer(this::wake);
        }

        /** Makes the next move now, because the cluster changed. */
        public synchronized void wake() {
            if (progress == Progress.WAITING) {
                submit();
            } else if (progress == Progress.MOVING) {
                progress = Progress.MOVING_TWICE;
            }
        }

        /** Aborts the release for a reason; the first one counts. */
        public synchronized void abort(Sentence cause) {
            abort = abort == null ? cause : abort;
            wake();
        }

        /** Reports that nothing is left of the block, which has to run again. */
        public synchronized void bodyLost() {
            bodyLost = true;
            wake();
        }

        /** Reports the end of the block; {@code failure} is null when it succeeded. */
        public synchronized void bodyEnded(Sentence failure) {
            bodyEnded = true;
            bodyFailure = failure;
            wake();
        }

        private void submit() {
            progress = Progress.MOVING;
            try {
                pool.execute(new Next());
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.WARNING, e, () -> "No thread for " + state.spec().id() + ", tried again soon");
                progress = Progress.WAITING;
                wakeIn(NO_THREAD_MILLIS);
            }
        }

        private void move() {
            try {
                if (takeNews()) {
                    makeMove();
                }
            } catch (Throwable e) {
                // an Error, or a checked exception that a library throws undeclared, ends the release too
                end();
                owner.broke(state, e);
            }
        }

        private void makeMove() {
            Move move = engine.advance(state, clock.millis());
            if (move instanceof Move.Finished finished) {
                end();
                owner.finished(state, finished.result());
                return;
            }
            if (move instanceof Move.RunBody) {
                owner.runBody(state);
            }
            // the Lease is renewed while the block runs
            rest(move instanceof Move.Wait wait ? wait.untilMillis() : clock.millis());
        }

        private synchronized boolean takeNews() {
            if (progress == Progress.OVER) {
                // a move was submitted while another one failed for want of a timer
                return false;
            }
            progress = Progress.MOVING;
            cancelAlarm();
            if (abort != null) {
                engine.abort(state, abort);
                abort = null;
            }
            if (bodyLost) {
                bodyLost = false;
                engine.bodyLost(state);
            }
            if (bodyEnded) {
                bodyEnded = false;
                engine.bodyEnded(state, bodyFailure);
            }
            return true;
        }

        private synchronized void rest(long until) {
            long left = until - clock.millis();
            if (progress == Progress.MOVING_TWICE || left <= 0) {
                submit();
            } else {
                wakeIn(left);
                progress = Progress.WAITING;
            }
        }

        private void wakeIn(long millis) {
            cancelAlarm();
            alarm = timer.schedule(this::wake, millis, TimeUnit.MILLISECONDS);
        }

        /** The move that was submitted. It is asked for its urgency only until it begins. */
        private final class Next implements Lanes.Turn {
            @Override
            public Urgency urgency() {
                return abort != null ? Urgency.NOW : engine.urgency(state, clock.millis());
            }

            @Override
            public void run() {
                move();
            }
        }

        private synchronized void end() {
            if (progress != Progress.OVER) {
                running.decrementAndGet();
            }
            progress = Progress.OVER;
        }

        private void cancelAlarm() {
            if (alarm != null) {
                alarm.cancel(false);
                alarm = null;
            }
        }
    }
}
