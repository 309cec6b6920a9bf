package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.drive.BlockingDriver;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HttpProbes;
import io.jenkins.plugins.bluegreen.kubernetes.watch.Subscription;
import okhttp3.OkHttpClient;

/**
 * Runs a release like a build: on the calling thread, woken by the cluster's changes, at the pace of real clusters.
 */
public final class Build {
    static final HttpProbes PROBES = new HttpProbes(new OkHttpClient());
    private static final ReleaseClock CLOCK = new ReleaseClock();

    private Build() {}

    public static ReleaseResult run(FabricGateway gateway, ReleaseState state, ReleaseEvents events)
            throws InterruptedException {
        ReleaseEngine engine = new ReleaseEngine(gateway, PROBES, events, saved -> {}, Pace.normal());
        BlockingDriver driver = new BlockingDriver(engine, CLOCK);
        Subscription wakes = gateway.onChange(state::concerns, driver::wake);
        try {
            return driver.run(state, null);
        } finally {
            wakes.close();
        }
    }
}
