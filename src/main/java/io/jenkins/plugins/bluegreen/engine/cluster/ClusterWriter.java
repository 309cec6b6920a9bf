package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.workload.JobView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Writes to one namespace of one cluster. Every write is idempotent, and takes effect only on the object as it was read
 * while the Lease was held: what a network delivers later changes nothing. Every method may throw
 * {@link ClusterException}.
 */
public interface ClusterWriter {

    /**
     * Applies all objects of a rendering except the active Services, the routes and the Jobs: the preview Service,
     * configuration, other objects, the Deployment, its HPA and PDB. The HPA may not shrink the Deployment until
     * {@link #keepSize}. Of a rendering with Jobs only what {@link #applyNeeds} leaves.
     *
     * @param applied called after each object
     * @return the Deployment's generation
     */
    long apply(ReleaseSpec spec, Rendering rendering, int replicas, Consumer<ObjectRef> applied);

    /**
     * Applies a companion of a rendering, whose configuration and autoscaler {@link #apply} applies. One that starts
     * after the switch gets no Pods yet; {@link DeploymentView#formerReplicas()} tells how many it is to get.
     *
     * @param replicas how many Pods it is to have
     * @return the Deployment's generation
     */
    default long applyCompanion(ReleaseSpec spec, Rendering rendering, Companion companion, int replicas) {
        throw new UnsupportedOperationException("no companions");
    }

    /** Deletes a companion, if it is as the watch shows it; does nothing when it does not exist. */
    default void deleteCompanion(String name) {
        throw new UnsupportedOperationException("no companions");
    }

    /** Applies what the Jobs of a rendering need: configuration, accounts, rights, storage. See {@link #apply}. */
    default void applyNeeds(ReleaseSpec spec, Rendering rendering, Consumer<ObjectRef> applied) {
        throw new UnsupportedOperationException("no Jobs");
    }

    /**
     * Creates a Job of a rendering.
     *
     * @return its uid
     * @throws ClusterException CONFLICT when it exists already
     */
    default String createJob(Rendering rendering, String name) {
        throw new UnsupportedOperationException("no Jobs");
    }

    /**
     * Deletes a Job and its Pods, if it is as it was read; does nothing when it does not exist.
     *
     * @throws ClusterException transient when it was changed since
     */
    default void deleteJob(JobView job) {
        throw new UnsupportedOperationException("no Jobs");
    }

    /**
     * Applies the manifest of an active Service that exists, except what changes at the switch: see {@link Traffic}.
     *
     * @param present the Service's traffic as it is, which stays
     * @return false if that would have changed nothing, and was not sent
     */
    boolean applyService(Rendering rendering, String name, Traffic present);

    /**
     * Applies a route of a rendering. The object keeps what it was before, for {@link #restoreRoute}.
     *
     * @param version the release that the object is of from now on; what the same release wrote is no former state
     * @return false if what it was is too much to be kept
     */
    boolean applyRoute(ReleaseSpec spec, Rendering rendering, Route route, String version);

    /**
     * Brings a route back to what it was before a release applied it; deletes one that was not there. Does nothing if
     * the object is not of that release any more.
     *
     * @param undo the other way: makes it again what that release had applied before a restoration
     * @return false if the former state was not kept
     */
    boolean restoreRoute(Route route, String version, boolean undo);

    /**
     * Creates an active Service.
     *
     * @throws ClusterException CONFLICT when it exists already
     */
    ServiceView createService(
            ReleaseSpec spec, Rendering rendering, String name, Traffic traffic, ServiceRecord record);

    /**
     * Changes a Service's traffic and annotations in one patch, if it has {@code expected}'s resource version.
     *
     * @throws ClusterException CONFLICT when it was changed since
     */
    ServiceView patchService(ServiceView expected, Traffic traffic, ServiceRecord record);

    /** Deletes a Service, if it has {@code expected}'s resource version. Throws as {@link #patchService}. */
    void deleteService(ServiceView expected);

    /**
     * Scales a Deployment; does nothing when it does not exist. Always changes it, so that no earlier write that is
     * still on its way takes effect. To 0 only if its replicas are as the watch shows them; else it has to be decided
     * again, and {@link ClusterException} is transient.
     *
     * @param remember the new {@link DeploymentView#formerReplicas()}; 0 removes it
     */
    void scale(String deployment, int replicas, int remember);

    /**
     * Scales a Deployment that has traffic down to fewer Pods, at least 1, if its replicas are as the watch shows them:
     * else it has to be decided again, and {@link ClusterException} is transient.
     */
    void lower(String deployment, int replicas);

    /**
     * Keeps the application's own autoscalers of some colours from shrinking their Deployments, and gives those of
     * others the user's own behaviour back. Autoscalers of others stay as they are.
     */
    void keepSize(String application, Set<Color> kept, Set<Color> free);

    /**
     * Deletes those of an application's coloured objects of a kind that {@code left} accepts, each as it was listed.
     *
     * @return what was deleted
     */
    List<ColoredObject> prune(String application, String kind, Predicate<ColoredObject> left);

    /**
     * Keeps what a held candidate was made of, as the Secret {@link HeldCandidate#secret} of its colour: {@link #prune}
     * deletes it.
     */
    default void keep(String application, Color color, Map<String, String> texts) {
        throw new UnsupportedOperationException("nothing is held");
    }

    /** Deletes a coloured Deployment and the objects of the same colour: ConfigMaps, Secrets, HPA, PDB. */
    void deleteColor(ReleaseSpec spec, String application, Color color, String deployment);

    /**
     * Creates a Lease held by {@code holder}. Not fenced.
     *
     * @throws ClusterException CONFLICT when it exists already
     */
    LeaseView createLease(String name, String holder, String holderUrl, int durationSeconds);

    /**
     * Renews or takes a Lease, if it has {@code expected}'s resource version. Not fenced.
     *
     * @throws ClusterException CONFLICT when it was changed since
     */
    LeaseView updateLease(String name, LeaseView expected, String holder, String holderUrl, int durationSeconds);

    /** Deletes a Lease, if it has {@code expected}'s resource version. Throws as {@link #updateLease}. Not fenced. */
    void deleteLease(String name, LeaseView expected);
}
