package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.function.Consumer;

/** What the engine writes. Every write may be repeated: it finds its own work. Every method may throw {@link ClusterException}. */
public interface ClusterWriter {

    /**
     * Applies everything of a rendering but the active Services: the preview Service, configuration, other objects, the
     * Deployment, its HPA and PDB.
     *
     * @param applied told of each object
     * @return the Deployment's generation
     */
    long apply(ReleaseSpec spec, Rendering rendering, int replicas, Consumer<ObjectRef> applied);

    /**
     * Applies what the manifests say of an active Service that is there, but for its selector and ports, which change at
     * the switch.
     */
    void applyService(Rendering rendering, String name);

    /**
     * Creates an active Service.
     *
     * @throws ClusterException CONFLICT when it is there already
     */
    ServiceView createService(ReleaseSpec spec, Rendering rendering, String name, Traffic traffic, ServiceRecord record);

    /**
     * Changes a Service's selector, ports and annotations in one patch, if it is still as {@code expected}.
     *
     * @throws ClusterException CONFLICT when it was changed since
     */
    ServiceView patchService(ServiceView expected, Traffic traffic, ServiceRecord record);

    /** Deletes a Service, if it is still as {@code expected}; throws as {@link #patchService}. */
    void deleteService(ServiceView expected);

    /**
     * Scales a Deployment; does nothing when it is not there.
     *
     * @param remember what {@link DeploymentView#formerReplicas()} shall say; 0 to forget it
     */
    void scale(String deployment, int replicas, int remember);

    /** Deletes a coloured Deployment and what was coloured with it: ConfigMaps, Secrets, HPA, PDB. */
    void deleteColor(ReleaseSpec spec, String application, Color color, String deployment);

    /**
     * Creates a Lease held by {@code holder}. Not fenced.
     *
     * @throws ClusterException CONFLICT when it is there already
     */
    LeaseView createLease(String name, String holder, String holderUrl, int durationSeconds);

    /**
     * Renews or takes a Lease, if it is still as {@code expected}. Not fenced.
     *
     * @throws ClusterException CONFLICT when it was changed since
     */
    LeaseView updateLease(String name, LeaseView expected, String holder, String holderUrl, int durationSeconds);

    /** Deletes a Lease, if it is still as {@code expected}; throws as {@link #updateLease}. Not fenced. */
    void deleteLease(String name, LeaseView expected);
}
