package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the demo takes place. */
interface DemoCluster extends AutoCloseable {
    /** For people: what it is. */
    String description();

    ClusterConnection connection();

    String namespace();

    /** What {@code application} is released from. */
    List<ManifestSource> manifests(Scenario scenario) throws IOException;

    /** The image that has the scenario's version and flaw. */
    String image(Scenario scenario);

    /** Where users reach the application; empty while it has no Service. */
    Optional<String> url(Application application);

    /** Makes a late flaw show, where it does not come by itself. Called as soon as the new colour is watched. */
    void strike(Scenario scenario, Color candidate);

    /** Seconds to watch a release that has the flaw. */
    int monitorSeconds(Flaw flaw);

    /** How long new connections may still reach the old Pods after a switch. */
    Duration routingLag();

    /** How many requests the API server has had of us; empty when that is not known. */
    Optional<Integer> apiCalls();

    @Override
    void close();
}
