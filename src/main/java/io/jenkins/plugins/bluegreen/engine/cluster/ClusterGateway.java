package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.Autoscaler;
import io.jenkins.plugins.bluegreen.engine.workload.HealthAnswer;
import io.jenkins.plugins.bluegreen.engine.workload.PodsAtSwitch;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The port to one namespace of one cluster. Every method returns within the client's request timeout and may be called
 * again. No method keeps state between calls that a restart would lose.
 *
 * <p>Every method may throw {@link ClusterException}.
 */
public interface ClusterGateway {

    /**
     * Renders the manifests as a colour, without an API call.
     *
     * @throws ReleaseException on an error in them, with file, document and line
     */
    Rendering render(ReleaseSpec spec, Color color);

    /** Reads a Service from the API server. */
    Optional<ServiceView> service(String name);

    /** Finds the Service of another name that selects an application's live colour, by a list from the API server. */
    default Optional<ServiceView> serviceOf(String application) {
        return Optional.empty();
    }

    /** A Deployment and its Pods, from the shared watches. The last write may still be missing. */
    Workload workload(String deployment);

    /**
     * The same without a request and without waiting: to be shown, and for no decision.
     *
     * @return empty if the watches are not open
     */
    default Optional<Workload> knownWorkload(String deployment) {
        return Optional.empty();
    }

    /**
     * The companions of an application's colours, from the shared watches, and those without a colour that were there
     * before them under the same names.
     */
    default List<Companion> companions(String application) {
        return List.of();
    }

    /** A Deployment's Pod template, from the shared watches, which don't tell its manager; empty when it is gone. */
    Optional<TestedPods.Template> watchedTemplate(String deployment);

    /** Reads a Deployment's Pod template from the API server; empty when it is gone. */
    Optional<TestedPods.Template> template(String deployment);

    /** Reads the names of the ready Pods that a selector matches from the API server. */
    List<String> readyPods(Map<String, String> selector);

    /**
     * Reads the Pods that two selectors match from the API server, in one request. A Pod that both match is the
     * candidate's.
     *
     * @param live empty if there is no live colour
     */
    PodsAtSwitch podsAtSwitch(Map<String, String> candidate, Map<String, String> live);

    /** The names of the Pods that are ready endpoints of a Service, from the shared watches. */
    List<String> endpoints(String service);

    /** The Services that have ready Pods of a Deployment as endpoints, from the shared watches. */
    List<String> servicesOf(String deployment);

    /**
     * The single Deployment behind a Service without colours.
     *
     * @throws ReleaseException when there is not exactly one, or when it is being rolled out
     */
    Adoption adoption(ServiceView service);

    /** The autoscalers of Deployments, read from the API server; empty if they may not be listed. */
    Optional<List<Autoscaler>> autoscalers();

    /**
     * Checks everything that can refuse a release before anything is changed: permissions, allowed kinds, quota, and a
     * server-side dry run of every object.
     *
     * @param replicas how many Pods the candidate will have
     * @param current the active Services that exist
     * @return warnings
     * @throws ReleaseException with all problems in one message
     */
    List<Sentence> preflight(ReleaseSpec spec, Rendering rendering, int replicas, List<ServiceView> current);

    /**
     * Checks only the permissions: those of a release, or of a rollback if the spec has no manifests. Throws as
     * {@link #preflight}.
     */
    void checkPermissions(ReleaseSpec spec);

    /** The changes that a release would make, one line each. */
    List<String> diff(ReleaseSpec spec, Rendering rendering, int replicas, String liveDeployment);

    /**
     * Compares the objects of the live version with its manifests, by server-side dry runs. Replicas are not compared.
     *
     * @param live the manifests as the live colour
     * @param current the active Services that exist
     */
    Drift drift(ReleaseSpec spec, Rendering live, List<ServiceView> current);

    /**
     * Finds the reason why the Pods of a Deployment don't become ready, from their status and from events. The sentence
     * names the object, with its last log lines and events where they help.
     *
     * @param specHash only Pods of this revision; null: all
     * @return empty when no reason is found
     */
    Optional<Sentence> diagnose(String deployment, String specHash);

    /** Why the shared watches are late, and what is done instead; empty while they are not. No request. */
    default Optional<Sentence> trouble() {
        return Optional.empty();
    }

    /** The Jobs of the namespace; only for releases whose rendering has Jobs. */
    default ClusterJobs jobs() {
        throw new UnsupportedOperationException("no Jobs");
    }

    /**
     * Requests the health of Pods in parallel, and returns at once. The result has an answer for every name in
     * {@code pods}, at the latest when the timeout of each has passed; it ends with a {@link ClusterException} when the
     * API server itself refuses.
     */
    CompletableFuture<Map<String, HealthAnswer>> health(HealthCheck check, List<String> pods);

    /** Requests Pods to drain, as {@link #health}. The result has those that did not answer 2xx, with the reason. */
    CompletableFuture<Map<String, Sentence>> drain(Drain drain, List<String> pods);

    /** Whether the metric of every Pod is 0, asked as {@link #health}. A deleted Pod counts as drained. */
    CompletableFuture<Boolean> isDrained(Drain drain, List<String> pods);

    /** What an application's held release was made of, read from the API server; empty when nothing is kept. */
    default Optional<Map<String, String>> kept(String application) {
        return Optional.empty();
    }

    /** Reads a Lease from the API server. */
    Optional<LeaseView> lease(String name);

    /** A writer that checks {@code fence} right before each request. */
    ClusterWriter writer(Fence fence);
}
