package io.jenkins.plugins.bluegreen.e2e.bench;

import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.demo.Demo;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.io.IOException;
import java.util.Locale;

/** Releases of this plugin, with the README's Role. */
final class PluginReleases implements Switching {
    private final Trial trial;
    private final int stabilizeSeconds;
    private final int delaySeconds;

    PluginReleases(RealCluster cluster, int stabilizeSeconds, int delaySeconds) throws IOException {
        trial = new Trial(cluster)
                .manifests(Yaml.SERVICE, DEPLOYMENT.formatted(Trial.APPLICATION, Demo.image(), REPLICAS));
        this.stabilizeSeconds = stabilizeSeconds;
        this.delaySeconds = delaySeconds;
    }

    @Override
    public void first() {
        next("v1");
        trial.awaitAccepting();
    }

    @Override
    public void next(String version) {
        requirePromoted(trial.end(start(version, NEVER, delaySeconds)));
    }

    private Running start(String version, String crashAfter, int delay) {
        return trial.start(version, spec -> spec
                .variable("CRASH_AFTER", crashAfter)
                .stabilizeSeconds(stabilizeSeconds)
                .scaleDownDelaySeconds(delay));
    }

    @Override
    public void rollBack() {
        requirePromoted(trial.end(trial.startRollBack(spec -> spec.scaleDownDelaySeconds(delaySeconds))));
    }

    private static void requirePromoted(Released released) {
        if (released.outcome() != Outcome.PROMOTED) {
            throw new IllegalStateException(released.story());
        }
    }

    @Override
    public Begun begin(String version, String crashAfter, int watchedSeconds) {
        Color former = live();
        Running running = start(version, crashAfter, watchedSeconds);
        return new Begun() {
            @Override
            public void abort() {
                running.abort();
            }

            @Override
            public void awaitBack() {
                Released released = trial.end(running);
                if (released.outcome() == Outcome.PROMOTED || live() != former) {
                    throw new IllegalStateException(released.story());
                }
            }
        };
    }

    @Override
    public Color live() {
        return Color.valueOf(trial.liveColor().toUpperCase(Locale.ROOT));
    }

    @Override
    public String namespace() {
        return trial.namespace();
    }

    @Override
    public String user() {
        return trial.tenant().user();
    }

    @Override
    public String url() {
        return trial.url();
    }

    @Override
    public void close() {
        trial.close();
    }
}
