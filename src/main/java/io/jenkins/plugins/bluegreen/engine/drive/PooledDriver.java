package io.jenkins.plugins.bluegreen.engine.drive;

import io.jenkins.plugins.bluegreen.engine.Move;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Drives any number of releases on a few threads: a release that waits holds none. */
public final class PooledDriver {
    /** Whoever a release is driven for. Called on a thread of the pool. */
    public interface Owner {
        /** Begins the block and returns; its end is told by {@link Driven#bodyEnded}. */
        void runBody(ReleaseState state);

        /** The release is over. What this throws is told to {@link #broke}. */
        void finished(ReleaseState state, ReleaseResult result);

        /** A move, or a method of this owner, threw what it never should; nothing more is done. */
        void broke(ReleaseState state, Throwable problem);
    }

    private static final Logger LOGGER = Logger.getLogger(PooledDriver.class.getName());
    private static final long NO_THREAD_MILLIS = 1_000;

    private final Executor pool;
    private final ScheduledExecutorService timer;
    private final ReleaseClock clock;

    /**
     * A driver.
     *
     * @param pool where releases move; each move may take as long as a request to the cluster
     * @param timer used for moments only
     */
    public PooledDriver(Executor pool, ScheduledExecutorService timer, ReleaseClock clock) {
        this.pool = pool;
        this.timer = timer;
        this.clock = clock;
    }

    /** Begins, or goes on, with a release. Returns at once. */
    public Driven drive(ReleaseEngine engine, ReleaseState state, Owner owner) {
        Driven driven = new Driven(engine, state, owner);
        driven.wake();
        return driven;
    }

    /** A release under way. Its methods return at once, and are for any thread. */
    public final class Driven {
        private final ReleaseEngine engine;
        private final ReleaseState state;
        private final Owner owner;

        private boolean moving;
        private boolean wanted;
        private boolean over;
        private boolean abort;
        private boolean bodyEnded;
        private Sentence bodyFailure;
        private ScheduledFuture<?> alarm;

        private Driven(ReleaseEngine engine, ReleaseState state, Owner owner) {
            this.engine = engine;
            this.state = state;
            this.owner = owner;
        }

        /** The cluster changed: the release looks at once. */
        public synchronized void wake() {
            wanted = true;
            if (!moving && !over) {
                moving = true;
                try {
                    pool.execute(this::move);
                } catch (RuntimeException | Error e) {
                    LOGGER.log(Level.WARNING, e, () -> "No thread for " + state.spec().id() + ", tried again soon");
                    moving = false;
                    rouse(NO_THREAD_MILLIS);
                }
            }
        }

        /** Begins to bring things back. */
        public synchronized void abort() {
            abort = true;
            wake();
        }

        /** The block is over; {@code failure} is null when it went well. */
        public synchronized void bodyEnded(Sentence failure) {
            bodyEnded = true;
            bodyFailure = failure;
            wake();
        }

        /** No further move: the process ends, and another one goes on from the saved state. */
        public synchronized void leave() {
            over = true;
            cancelAlarm();
        }

        private void move() {
            try {
                if (takeNews()) {
                    makeMove();
                }
            } catch (Throwable e) {
                // whatever it is, an Error too or what a library throws undeclared: somebody waits for the end
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
            if (over) {
                moving = false;
                return false;
            }
            wanted = false;
            cancelAlarm();
            if (abort) {
                abort = false;
                engine.abort(state);
            }
            if (bodyEnded) {
                bodyEnded = false;
                engine.bodyEnded(state, bodyFailure);
            }
            return true;
        }

        private synchronized void rest(long until) {
            long left = until - clock.millis();
            moving = false;
            if (wanted || left <= 0) {
                wake();
            } else if (!over) {
                rouse(left);
            }
        }

        private void rouse(long millis) {
            cancelAlarm();
            alarm = timer.schedule(this::wake, millis, TimeUnit.MILLISECONDS);
        }

        private synchronized void end() {
            over = true;
            moving = false;
        }

        private void cancelAlarm() {
            if (alarm != null) {
                alarm.cancel(false);
                alarm = null;
            }
        }
    }
}
