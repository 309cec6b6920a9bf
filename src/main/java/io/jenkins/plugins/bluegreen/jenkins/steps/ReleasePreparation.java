package io.jenkins.plugins.bluegreen.jenkins.steps;

import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.jenkins.release.BuildAgent;
import io.jenkins.plugins.bluegreen.jenkins.release.ManifestFiles;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseIdentity;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseRequest;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseThreads;
import io.jenkins.plugins.bluegreen.jenkins.secrets.BoundFiles;
import io.jenkins.plugins.bluegreen.jenkins.secrets.BoundSecrets;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import jenkins.util.Timer;

/** Reads the manifests of a release. No thread waits for the agent, which is asked now and then whether it has them. */
final class ReleasePreparation {
    /** Work that may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Goes on with the manifests, and with the credentials of the build. */
    @FunctionalInterface
    interface Next {
        void with(List<ManifestSource> manifests, BoundSecrets secrets) throws IOException, InterruptedException;
    }

    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final Consumer<Throwable> failed;
    private Future<?> work;
    private Future<TreeMap<String, String>> reading;
    private BoundFiles files;
    private boolean cancelled;

    /** @param failed told when work fails */
    ReleasePreparation(Consumer<Throwable> failed) {
        this.failed = failed;
    }

    /** Runs work on a thread that prepares releases, unless it was cancelled. */
    synchronized void run(Work next) {
        if (!cancelled) {
            work = ReleaseThreads.get().prepare(() -> {
                try {
                    next.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    failed.accept(e);
                } catch (Throwable e) {
                    // an Error too, as of an incompatible plugin: the step must end
                    failed.accept(e);
                }
            });
        }
    }

    /** Reads the manifests and the files of credentials, both at a time, and goes on with them. */
    void read(ReleaseRequest request, ReleaseIdentity identity, BuildAgent agent, Next next)
            throws IOException, InterruptedException {
        BoundFiles bound = BoundFiles.begin(agent.workspace(), agent.secrets());
        Future<TreeMap<String, String>> manifests = request.readsFiles() ? request.read(identity, agent) : null;
        synchronized (this) {
            reading = manifests;
            files = bound;
        }
        PrintStream log = agent.log().getLogger();
        long late = System.nanoTime() + TimeUnit.SECONDS.toNanos(BoundFiles.SECONDS);
        await(
                () -> (manifests == null || manifests.isDone()) && (bound.isDone() || late < System.nanoTime()),
                FIRST_PAUSE_MILLIS,
                () -> next.with(
                        manifests == null ? List.of() : ManifestFiles.got(manifests), bound.got(log::println)));
    }

    private void await(BooleanSupplier ready, long pause, Work next) throws IOException, InterruptedException {
        if (ready.getAsBoolean()) {
            next.run();
        } else {
            long longer = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            Timer.get().schedule(() -> run(() -> await(ready, longer, next)), pause, TimeUnit.MILLISECONDS);
        }
    }

    /** Stops whatever is under way, and what would follow. */
    synchronized void cancel() {
        cancelled = true;
        if (reading != null) {
            reading.cancel(true);
        }
        if (files != null) {
            files.cancel();
        }
        if (work != null) {
            work.cancel(true);
        }
    }
}
