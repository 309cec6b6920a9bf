package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.drive.BlockingDriver;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Clusters;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.watch.Subscription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A release on its build's own thread, for builds without a Pipeline. It does not survive a restart of the controller;
 * the next release of the application reads its progress from the cluster.
 */
public final class BlockingRelease {
    private static final ReleaseClock CLOCK = new ReleaseClock();

    private final Run<?, ?> run;
    private final TaskListener listener;

    public BlockingRelease(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    /**
     * Runs a release to its end.
     *
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values
     * @throws InterruptedException if the build is aborted; what the release had begun is brought back before
     */
    public ReleaseResult run(ReleaseRequest request, FilePath workspace, BoundSecrets secrets)
            throws IOException, InterruptedException {
        // a random id: a job may have the build step twice
        ReleaseIdentity identity = new ReleaseIdentity(run, UUID.randomUUID().toString());
        ReleaseState state = request.prepare(identity, false, workspace, secrets);
        ClusterEntry cluster = Clusters.named(request.cluster());
        FabricGateway gateway = Clusters.connect(cluster, run).gateway(state.spec().namespace());
        List<ReleaseEvents> listeners = new ArrayList<>(List.of(BuildConsole.of(listener)));
        listeners.addAll(ReleaseListener.all(run));
        ReleaseNotification notification = ReleaseNotification.open(request.webhook(), run, listener, null);
        if (notification == null) {
            return drive(state, gateway, listeners);
        }
        listeners.add(notification.listener());
        try {
            return drive(state, gateway, listeners);
        } finally {
            notification.end();
        }
    }

    private ReleaseResult drive(ReleaseState state, FabricGateway gateway, List<ReleaseEvents> listeners)
            throws InterruptedException {
        ReleaseEngine engine = new ReleaseEngine(
                gateway, SharedProbes.get().probes(), ReleaseEvents.all(listeners), saved -> {}, Pace.normal());
        BlockingDriver driver = new BlockingDriver(engine, CLOCK);
        Subscription changes = gateway.onChange(state::concerns, driver::wake);
        try {
            return drive(state, driver);
        } finally {
            changes.close();
        }
    }

    /** Aborts the release at the first interruption, and waits for its end within the engine's deadlines. */
    private ReleaseResult drive(ReleaseState state, BlockingDriver driver) throws InterruptedException {
        boolean interrupted = false;
        ReleaseResult result = null;
        while (result == null) {
            try {
                result = driver.run(state, null);
            } catch (InterruptedException e) {
                interrupted = true;
                driver.abort();
            }
        }
        if (interrupted || Thread.interrupted()) {
            if (BuildConsole.isThrown(result.outcome())) {
                // Jenkins prints nothing of an InterruptedException
                listener.getLogger().println(result.message());
            }
            throw new InterruptedException(result.message().toString());
        }
        return result;
    }
}
