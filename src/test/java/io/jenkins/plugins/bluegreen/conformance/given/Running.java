package io.jenkins.plugins.bluegreen.conformance.given;

import io.jenkins.plugins.bluegreen.embedded.server.RequestLog;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.drive.BlockingDriver;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import io.jenkins.plugins.bluegreen.engine.events.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.jenkins.store.SavedState;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HttpProbes;
import io.jenkins.plugins.bluegreen.kubernetes.watch.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/** A release on its own thread, as a freestyle build runs it. */
public final class Running {
    /** A block that runs before the switch. */
    @FunctionalInterface
    public interface Block {
        void run(ReleaseState state) throws Exception;
    }

    private static final long MOST_SECONDS = 300;
    private static final HttpProbes PROBES = new HttpProbes(new OkHttpClient());

    private final ReleaseState state;
    private final BlockingDriver driver;
    private final List<String> lines = new ArrayList<>();
    private final CompletableFuture<ReleaseResult> result = new CompletableFuture<>();
    private final Supplier<RequestLog> requests;
    private volatile byte[] saved;
    private Thread thread;

    private Running(
            ReleaseState state,
            ClusterGateway gateway,
            Pace pace,
            List<ReleaseEvents> listeners,
            Runnable beforeSave,
            Supplier<RequestLog> requests) {
        this.state = state;
        this.requests = requests;
        saved = SavedState.bytes(state);
        List<ReleaseEvents> all = new ArrayList<>(listeners);
        all.add(new ConsoleView(this::said, Locale.ENGLISH, false));
        ReleaseEngine engine = new ReleaseEngine(
                gateway,
                PROBES,
                ReleaseEvents.all(all),
                saving -> {
                    beforeSave.run();
                    saved = SavedState.bytes(saving);
                },
                pace);
        driver = new BlockingDriver(engine, new ReleaseClock());
    }

    /**
     * Starts a release.
     *
     * @param ports the engine's view of the cluster
     * @param changes notifies the engine of changes
     * @param block null if the spec has none
     * @param listeners called before the console
     * @param beforeSave called before each save; what it throws, the journal throws
     * @param requests all API requests since the start; called at the end
     */
    public static Running start(
            ClusterGateway ports,
            FabricGateway changes,
            ReleaseState state,
            Block block,
            Pace pace,
            List<ReleaseEvents> listeners,
            Runnable beforeSave,
            Supplier<RequestLog> requests) {
        Running running = new Running(state, ports, pace, listeners, beforeSave, requests);
        running.thread = new Thread(() -> {
            try {
                running.result.complete(running.drive(changes, block));
            } catch (Throwable e) {
                // checked ones too, which a library may throw undeclared: they are reported to the code that waits for
                // the end
                running.result.completeExceptionally(e);
            } finally {
                running.over();
            }
        });
        running.thread.setName("release " + state.spec().id());
        running.thread.setDaemon(true);
        running.thread.start();
        return running;
    }

    private synchronized void said(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void over() {
        notifyAll();
    }

    /** The console lines so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    private ReleaseResult drive(FabricGateway gateway, Block block) throws InterruptedException {
        Subscription changes = gateway.onChange(state::concerns, driver::wake);
        try {
            return driver.run(state, block == null ? null : block::run);
        } finally {
            changes.close();
        }
    }

    /** Waits until the release reports a phase. */
    public Running inPhase(Phase phase) {
        return saying(String.format(Locale.ROOT, "%-8s begins", phase));
    }

    /** Waits until a console line contains the text. */
    public synchronized Running saying(String text) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (lines.stream().noneMatch(line -> line.contains(text))) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (result.isDone() || left <= 0) {
                throw new AssertionError((result.isDone() ? "over" : MOST_SECONDS + " s") + " without saying \"" + text
                        + "\":\n" + String.join("\n", lines));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        return this;
    }

    public Running abort() {
        driver.abort();
        return this;
    }

    public boolean isOver() {
        return result.isDone();
    }

    /** The saved state from which another process would resume now. */
    public byte[] saved() {
        return saved;
    }

    /** The current phase. */
    public Phase phase() {
        return state.phase();
    }

    /** Simulates the end of the release's process: it does nothing more and reports no result. */
    public void abandon() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new AssertionError("not left within " + MOST_SECONDS + " s:\n" + String.join("\n", lines()));
        }
    }

    /** Waits for the end. */
    public Released end() {
        try {
            ReleaseResult ended = result.get(MOST_SECONDS, TimeUnit.SECONDS);
            return new Released(ended, state, lines(), requests.get());
        } catch (TimeoutException e) {
            throw new AssertionError("no end within " + MOST_SECONDS + " s:\n" + String.join("\n", lines()), e);
        } catch (ExecutionException e) {
            throw new AssertionError(String.join("\n", lines()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
