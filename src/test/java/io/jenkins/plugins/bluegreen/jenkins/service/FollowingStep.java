package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A step that prints to a build's log, which outlives controllers. */
public final class FollowingStep implements ReleaseFollower {
    private final List<String> console;
    public final List<ReleaseState> bodies = new CopyOnWriteArrayList<>();
    final List<ReleaseResult> ends = new CopyOnWriteArrayList<>();
    public final CompletableFuture<ReleaseResult> end = new CompletableFuture<>();
    boolean blockLost = true;

    FollowingStep(List<String> console) {
        this.console = console;
    }

    public FollowingStep() {
        this(new CopyOnWriteArrayList<>());
    }

    @Override
    public void told(String line) {
        console.add(line);
    }

    @Override
    public boolean isBlockLost() {
        return blockLost;
    }

    @Override
    public void runBody(ReleaseState state) {
        bodies.add(state);
    }

    @Override
    public void finished(ReleaseResult result) {
        ends.add(result);
        end.complete(result);
    }

    @Override
    public void broke(Throwable problem) {
        end.completeExceptionally(problem);
    }

    public FollowingStep saying(String text) {
        Awaitility.await(text)
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> console.stream().anyMatch(line -> line.contains(text)));
        return this;
    }

    public List<String> lines() {
        return new ArrayList<>(console);
    }

    ReleaseResult result() {
        return end.orTimeout(90, TimeUnit.SECONDS).join();
    }
}
