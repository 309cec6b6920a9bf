package io.jenkins.plugins.bluegreen.e2e.bench;

import io.jenkins.plugins.bluegreen.conformance.given.Released;
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
        trial = new Trial(cluster).manifests(Yaml.SERVICE, DEPLOYMENT.formatted(Trial.APPLICATION, Demo.image()));
        this.stabilizeSeconds = stabilizeSeconds;
        this.delaySeconds = delaySeconds;
    }

    @Override
    public void first() {
        trial.live(Color.BLUE);
    }

    @Override
    public void next(String version) {
        Released released = trial.release(version,
                spec -> spec.stabilizeSeconds(stabilizeSeconds).scaleDownDelaySeconds(delaySeconds));
        if (released.outcome() != Outcome.PROMOTED) {
            throw new IllegalStateException(released.story());
        }
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
