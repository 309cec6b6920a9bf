package io.jenkins.plugins.bluegreen.jenkins.steer;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Clusters;
import io.jenkins.plugins.bluegreen.jenkins.release.ControllerReleases;
import io.jenkins.plugins.bluegreen.jenkins.release.UserRelease;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** An application of a configured cluster, and the releases of this controller. The user may use the cluster. */
final class ControllerSteered implements Steering.Steered {
    /** Longer than a Lease lasts, which a release that does not run any more has left. */
    private static final int LEASE_LEFT_SECONDS = 90;

    private final UserRelease release;

    ControllerSteered(UserRelease release) {
        this.release = release;
    }

    @Override
    public String application() {
        return release.application();
    }

    @Override
    public String key() {
        return String.join("/", release.cluster().getName(), release.namespace(), application());
    }

    @Override
    public Sight look() throws IOException {
        ClusterEntry cluster = release.cluster();
        AtomicBoolean looking = new AtomicBoolean(true);
        try {
            FabricGateway gateway =
                    Clusters.connect(cluster, null, null, looking, looking::get).gateway(release.namespace());
            return TimedLook.at(
                    cluster.getName(), () -> Sight.read(gateway, release.namespace(), application()));
        } finally {
            looking.set(false);
        }
    }

    @Override
    public ReleaseFacts running() {
        return ControllerReleases.get().running(release.cluster().getName(), release.namespace(), application());
    }

    @Override
    public void start(Button button, Sight seen) throws IOException {
        release.start(button.operation(), seen.leaseIsLeft() ? LEASE_LEFT_SECONDS : 0);
    }

    @Override
    public void abort(String id, Sentence cause) {
        ControllerReleases.get().abort(id, cause);
    }
}
