package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.engine.Pace;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.drive.BlockingDriver;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Clusters;
import io.jenkins.plugins.bluegreen.jenkins.steps.BlueGreenDeployStep;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HttpProbes;
import io.jenkins.plugins.bluegreen.kubernetes.watch.Subscription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A release on its build's own thread, for builds without a Pipeline. It does not survive a restart of the controller:
 * the next release of the application finds in the cluster how far this one came.
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
     * Releases.
     *
     * @param env what the step's texts may name
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for values that can't be
     * @throws InterruptedException when the build is aborted, once what was begun is brought back
     */
    public ReleaseResult run(BlueGreenDeployStep step, FilePath workspace, EnvVars env)
            throws IOException, InterruptedException {
        String notify = Util.fixEmptyAndTrim(env.expand(step.getNotify()));
        OwnMessage.check(notify);
        ClusterEntry cluster = Clusters.named(env.expand(step.getCluster()));
        String namespace = Clusters.namespace(cluster, env.expand(step.getNamespace()), run);
        // a job may have the step twice
        String id = UUID.randomUUID().toString();
        ReleaseSpec.Builder spec = step.spec(namespace, ReleaseIdentity.holder(run, id), env::expand)
                .buildNumber(String.valueOf(run.getNumber()))
                .buildUrl(ReleaseIdentity.url(run));
        for (ManifestSource manifest : ManifestFiles.read(workspace, env.expand(step.getManifests()))) {
            spec.manifest(manifest.name(), manifest.text());
        }
        ReleaseState state = ReleaseState.release(spec.build());
        FabricGateway gateway = Clusters.connect(cluster, run).gateway(namespace);
        List<ReleaseEvents> told = new ArrayList<>(List.of(BuildConsole.of(listener)));
        OwnMessage message = OwnMessage.open(notify, run, listener, null);
        if (message == null) {
            return drive(state, gateway, told);
        }
        told.add(message.listener());
        try {
            return drive(state, gateway, told);
        } finally {
            message.end();
        }
    }

    private static ReleaseResult drive(ReleaseState state, FabricGateway gateway, List<ReleaseEvents> told)
            throws InterruptedException {
        ReleaseEngine engine = new ReleaseEngine(
                gateway, new HttpProbes(), ReleaseEvents.all(told), saved -> {}, Pace.normal());
        BlockingDriver driver = new BlockingDriver(engine, CLOCK);
        Subscription changes = gateway.onChange(driver::wake);
        try {
            return drive(state, driver);
        } finally {
            changes.close();
        }
    }

    /** An interruption aborts the release, which then takes no longer than the engine's deadlines allow. */
    private static ReleaseResult drive(ReleaseState state, BlockingDriver driver) throws InterruptedException {
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
            throw new InterruptedException(result.message().toString());
        }
        return result;
    }
}
