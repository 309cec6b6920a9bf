package io.jenkins.plugins.bluegreen.embedded;

import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A GitOps controller: applies its own manifests by server-side apply, with force, again and again until it is closed. */
public final class GitOps implements AutoCloseable {
    public static final String MANAGER = "argocd-controller";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private final AtomicInteger applied = new AtomicInteger();

    private GitOps() {}

    /** Applies {@code yaml} now and after each {@code period}. */
    public static GitOps applying(EmbeddedCluster cluster, String namespace, String yaml, Duration period) {
        GitOps controller = new GitOps();
        Human writer = cluster.as(MANAGER);
        controller.timer.scheduleAtFixedRate(
                () -> {
                    try {
                        writer.serverSideApply(namespace, yaml, true);
                        controller.applied.incrementAndGet();
                    } catch (StatusError conflict) {
                        // changed meanwhile: applied again after the next period
                    }
                },
                0,
                period.toMillis(),
                TimeUnit.MILLISECONDS);
        return controller;
    }

    /** How often it has applied its manifests. */
    public int applied() {
        return applied.get();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
