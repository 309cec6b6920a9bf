package io.jenkins.plugins.bluegreen.engine.drive;

import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** Drives one release on the calling thread to its end. */
public final class BlockingDriver {
    /** The block that runs before the switch. */
    @FunctionalInterface
    public interface Body {
        /** Runs once, on its own thread; an exception fails the release. */
        void run(ReleaseState state) throws Exception;
    }

    private final ReleaseEngine engine;
    private final ReleaseClock clock;
    private final Object lock = new Object();
    private boolean awake;
    private boolean abort;
    private boolean bodyEnded;
    private Sentence bodyFailure;

    /** A driver of {@code engine} with the time of {@code clock}. */
    public BlockingDriver(ReleaseEngine engine, ReleaseClock clock) {
        this.engine = engine;
        this.clock = clock;
        engine.onAnswer(this::wake);
    }

    /** Makes the next move now, because the cluster changed. May be called on any thread. */
    public void wake() {
        synchronized (lock) {
            awake = true;
            lock.notifyAll();
        }
    }

    /** Aborts the release. Returns at once; may be called on any thread. */
    public void abort() {
        synchronized (lock) {
            abort = true;
            wake();
        }
    }

    /**
     * Runs a release to its end.
     *
     * @param body the block; null when the spec has none
     * @throws InterruptedException when the thread is interrupted; another call continues the release
     */
    public ReleaseResult run(ReleaseState state, Body body) throws InterruptedException {
        while (true) {
            takeNews(state);
            Move move = engine.advance(state, clock.millis());
            if (move instanceof Move.Finished finished) {
                return finished.result();
            }
            if (move instanceof Move.RunBody) {
                start(state, body);
            } else if (move instanceof Move.Wait wait) {
                sleep(wait.untilMillis());
            }
        }
    }

    private void takeNews(ReleaseState state) {
        synchronized (lock) {
            awake = false;
            if (abort) {
                engine.abort(state, Sentence.of("abort.requested"));
            }
            if (bodyEnded) {
                bodyEnded = false;
                engine.bodyEnded(state, bodyFailure);
            }
        }
    }

    private void sleep(long until) throws InterruptedException {
        synchronized (lock) {
            long left = until - clock.millis();
            while (!awake && left > 0) {
                lock.wait(left);
                left = until - clock.millis();
            }
        }
    }

    private void start(ReleaseState state, Body body) {
        Thread thread = new Thread(() -> {
            Sentence failure = null;
            try {
                body.run(state);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = Sentence.verbatim(e.toString());
            } catch (Exception | Error e) {
                // a failed assertion of the block is an Error; a release that is not told of it never ends
                failure = Sentence.verbatim(e.getMessage() == null ? e.toString() : e.getMessage());
            }
            synchronized (lock) {
                bodyEnded = true;
                bodyFailure = failure;
                wake();
            }
        });
        thread.setName("blue-green block of " + state.application());
        thread.setDaemon(true);
        thread.start();
    }
}
