package io.jenkins.plugins.bluegreen.conformance;

import io.jenkins.plugins.bluegreen.engine.BlockingDriver;
import io.jenkins.plugins.bluegreen.engine.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.Phase;
import io.jenkins.plugins.bluegreen.engine.ReleaseClock;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.HttpProbes;
import io.jenkins.plugins.bluegreen.kubernetes.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A release on a thread of its own, as a freestyle build would run it. */
final class Running {
    /** What runs before the switch. */
    @FunctionalInterface
    interface Block {
        void run(ReleaseState state) throws Exception;
    }

    private static final long MOST_SECONDS = 120;

    private final Given given;
    private final ReleaseState state;
    private final BlockingDriver driver;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ReleaseResult> result = new CompletableFuture<>();
    private final int mark;

    private Running(Given given, ReleaseState state, FabricGateway gateway) {
        this.given = given;
        this.state = state;
        mark = given.cluster.requests().mark();
        List<ReleaseEvents> listeners = new ArrayList<>(given.listeners);
        listeners.add(new ConsoleView(lines::add, Locale.ENGLISH, false));
        ReleaseEngine engine = new ReleaseEngine(
                gateway,
                new HttpProbes(),
                ReleaseEvents.all(listeners),
                saved -> {},
                Given.PACE);
        driver = new BlockingDriver(engine, new ReleaseClock());
    }

    static Running start(Given given, ReleaseState state, Block block) {
        FabricGateway gateway = given.connection.gateway(Given.NAMESPACE);
        Running running = new Running(given, state, gateway);
        Thread thread = new Thread(() -> {
            try {
                running.result.complete(running.drive(gateway, block));
            } catch (InterruptedException | RuntimeException | Error e) {
                running.result.completeExceptionally(e);
            }
        });
        thread.setName("release " + state.spec().id());
        thread.setDaemon(true);
        thread.start();
        return running;
    }

    private ReleaseResult drive(FabricGateway gateway, Block block) throws InterruptedException {
        Subscription changes = gateway.onChange(driver::wake);
        try {
            return driver.run(state, block == null ? null : block::run);
        } finally {
            changes.close();
        }
    }

    /** Waits until the release says that it is in a phase. */
    Running inPhase(Phase phase) {
        return saying(String.format(Locale.ROOT, "%-8s begins", phase));
    }

    /** Waits until the release says something. */
    Running saying(String text) {
        given.cluster.await("the release to say \"" + text + "\": " + lines, () -> {
            if (result.isDone() && lines.stream().noneMatch(line -> line.contains(text))) {
                throw new AssertionError("over without saying \"" + text + "\":\n" + String.join("\n", lines));
            }
            return lines.stream().anyMatch(line -> line.contains(text));
        });
        return this;
    }

    Running abort() {
        driver.abort();
        return this;
    }

    boolean isOver() {
        return result.isDone();
    }

    /** Waits for the end. */
    Released end() {
        try {
            ReleaseResult ended = result.get(MOST_SECONDS, TimeUnit.SECONDS);
            return new Released(
                    ended, state, List.copyOf(lines), given.cluster.requests().since(mark));
        } catch (TimeoutException e) {
            throw new AssertionError("no end within " + MOST_SECONDS + " s:\n" + String.join("\n", lines), e);
        } catch (ExecutionException e) {
            throw new AssertionError(String.join("\n", lines), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
