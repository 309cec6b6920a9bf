package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A cluster on which the demo runs. */
interface DemoCluster extends AutoCloseable {
    /** A description for the reader of the report. */
    String description();

    ClusterConnection connection();

    String namespace();

    /** The manifests that a scenario releases. */
    List<ManifestSource> manifests(Scenario scenario) throws IOException;

    /** The image with the scenario's version and flaw. */
    String image(Scenario scenario);

    /** The application's URL for users; empty while it has no Service. */
    Optional<String> url(Application application);

    /** Triggers a late flaw that does not appear by itself. Called as soon as the new colour is monitored. */
    void strike(Scenario scenario, Color candidate);

    /** The seconds to monitor a release with the flaw. */
    int monitorSeconds(Flaw flaw);

    /** How long new connections may still reach the old Pods after a switch. */
    Duration routingLag();

    /** The number of requests to the API server so far; empty if unknown. */
    Optional<Integer> apiCalls();

    @Override
    void close();
}
