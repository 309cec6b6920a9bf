package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the engine needs of one namespace of one cluster. Every method returns within the client's request timeout and
 * may be called again: none keeps anything between calls that a restart would lose.
 *
 * <p>Every method may throw {@link ClusterException}.
 */
public interface ClusterGateway {

    /**
     * The manifests as a colour; no API call.
     *
     * @throws ReleaseException on anything wrong in them, with file, document and line
     */
    Rendering render(ReleaseSpec spec, Color color);

    /** A Service, read now. */
    Optional<ServiceView> service(String name);

    /** A Deployment and its Pods, from the shared watches; what was written last may be missing for a moment. */
    Workload workload(String deployment);

    /** The ready Pods, read now, that a selector matches: their names. */
    List<String> readyPods(Map<String, String> selector);

    /** The names of the Pods that are ready endpoints of a Service, from the shared watches. */
    List<String> endpoints(String service);

    /**
     * The one Deployment behind a Service that knows no colours.
     *
     * @throws ReleaseException when it is not exactly one, or is being rolled out
     */
    Adoption adoption(ServiceView service);

    /**
     * Everything that can refuse a release before anything is touched: permissions, allowed kinds, quota, and a
     * server-side dry run of every object.
     *
     * @param replicas how many Pods the candidate will have
     * @param current the active Services that are there
     * @return what is worth a second look
     * @throws ReleaseException with everything that is wrong, in one message
     */
    List<Sentence> preflight(ReleaseSpec spec, Rendering rendering, int replicas, List<ServiceView> current);

    /** The permissions alone: a release's, or a rollback's for a spec without manifests. Throws as {@link #preflight}. */
    void checkPermissions(ReleaseSpec spec);

    /** What a release would change, for people: a line each. */
    List<String> diff(ReleaseSpec spec, Rendering rendering, int replicas, String liveDeployment);

    /**
     * The reason why the Pods of a Deployment don't become ready, as one sentence that names the object, with last log
     * lines and events where they help. Looks at events too, so it finds what the Pods' status does not tell.
     *
     * @param specHash only Pods of this revision; null for all
     * @return empty when nothing is known to be wrong
     */
    Optional<Sentence> diagnose(String deployment, String specHash);

    /** Asks Pods for their health, all at once; an answer for every name in {@code pods}. */
    Map<String, HealthAnswer> health(HealthCheck check, List<String> pods);

    /** Asks Pods to drain; those that did not answer 2xx, with the reason. */
    Map<String, Sentence> drain(Drain drain, List<String> pods);

    /** Whether every Pod's metric says that it is drained. A Pod that is gone is drained. */
    boolean isDrained(Drain drain, List<String> pods);

    /** A Lease, read now. */
    Optional<LeaseView> lease(String name);

    /** The writes. Each asks {@code fence} right before each request. */
    ClusterWriter writer(Fence fence);
}
