package io.jenkins.plugins.bluegreen.e2e.given;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Scenarios of one test that run in parallel, each with its own {@link Trial}. */
public final class SideBySide {
    private final Trial.Source trials;
    private final Map<String, Consumer<Trial>> scenarios = new LinkedHashMap<>();

    private SideBySide(Trial.Source trials) {
        this.trials = trials;
    }

    public static SideBySide of(Trial.Source trials) {
        return new SideBySide(trials);
    }

    /** Adds a scenario; {@code what} identifies it in the report and in failures. */
    public SideBySide with(String what, Consumer<Trial> scenario) {
        scenarios.put(what, scenario);
        return this;
    }

    /** Runs all scenarios, and waits for their ends. A failure lists all that failed, with their errors. */
    public void run() {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Map<String, CompletableFuture<Void>> begun = new LinkedHashMap<>();
            scenarios.forEach((what, scenario) -> begun.put(
                    what, CompletableFuture.runAsync(() -> scenario.accept(trials.open(what)), threads)));
            assertAll(begun.entrySet().stream().map(entry -> () -> {
                try {
                    entry.getValue().join();
                } catch (RuntimeException e) {
                    throw new AssertionError(entry.getKey(), e.getCause());
                }
            }));
        } finally {
            threads.shutdownNow();
        }
    }
}
