package io.jenkins.plugins.bluegreen.kubernetes.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterJobs;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.JobView;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterErrors;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.RefusalText;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.watch.NamespaceWatches;
import io.jenkins.plugins.bluegreen.kubernetes.watch.SharedWatches;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads Jobs and their Pods from the shared watches. */
public final class JobReader implements ClusterJobs {
    private final ApiServer api;
    private final SharedWatches watches;
    private final Diagnosis diagnosis;
    private final String namespace;

    public JobReader(ApiServer api, SharedWatches watches, Diagnosis diagnosis, String namespace) {
        this.api = api;
        this.watches = watches;
        this.diagnosis = diagnosis;
        this.namespace = namespace;
    }

    @Override
    public Optional<JobView> find(String name, String uid) {
        NamespaceWatches watched = watches.in(namespace);
        return watched.jobs()
                .named(name)
                .filter(job -> uid == null || uid.equals(job.getMetadata().getUid()))
                .or(() -> uid == null ? Optional.empty() : watched.endedJob(uid).filter(JobReader::isFinished))
                .or(() -> read(name))
                .map(this::view);
    }

    @Override
    public Optional<JobView> fresh(String name) {
        return read(name).map(this::view);
    }

    /** Listed, because that needs no other permission than the watch. */
    private Optional<Job> read(String name) {
        return api.list(ResourceTypes.JOB, namespace, null, "metadata.name=" + name).stream()
                .filter(job -> job.at("/metadata/name").asText().equals(name))
                .findFirst()
                .map(job -> object(job, Job.class, ResourceTypes.JOB));
    }

    private static <T> T object(JsonNode tree, Class<T> kind, ResourceType type) {
        try {
            return ApiServer.JSON.treeToValue(tree, kind);
        } catch (JsonProcessingException e) {
            throw ClusterErrors.unreachable("list", type.plural(), e);
        }
    }

    @Override
    public List<JobView> of(String application) {
        return watches.in(namespace)
                .jobs()
                .all()
                .filter(job -> application.equals(WorkloadReader.labels(job).get(MetadataKeys.APPLICATION)))
                .map(this::view)
                .toList();
    }

    @Override
    public Optional<Sentence> diagnose(JobView job) {
        return diagnosis.ofJob(job.name(), job.uid(), freshPods(job));
    }

    /** Listed: the watch of the Pods may be later than that of the Job, and lack how they ended. */
    private List<Pod> freshPods(JobView job) {
        return api.list(ResourceTypes.POD, namespace, "job-name=" + job.name(), null).stream()
                .map(pod -> object(pod, Pod.class, ResourceTypes.POD))
                .filter(pod -> isOf(job.uid(), pod))
                .toList();
    }

    /** Those that are over too. */
    private List<Pod> pods(String uid) {
        return watches.in(namespace)
                .pods()
                .all()
                .filter(pod -> isOf(uid, pod))
                .toList();
    }

    private static boolean isOf(String job, Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream().anyMatch(owner -> job.equals(owner.getUid()));
    }

    private JobView view(Job job) {
        JobStatus status = job.getStatus() == null ? new JobStatus() : job.getStatus();
        List<Pod> pods = pods(job.getMetadata().getUid());
        Optional<String> failure = condition(job, "Failed").map(failed -> failed.getReason() + ": "
                + RefusalText.withoutValues(String.valueOf(failed.getMessage())));
        boolean complete = condition(job, "Complete").isPresent();
        return new JobView(
                job.getMetadata().getName(),
                job.getMetadata().getUid(),
                job.getMetadata().getResourceVersion(),
                WorkloadReader.labels(job).get(MetadataKeys.APPLICATION),
                String.valueOf(job.getMetadata().getCreationTimestamp()),
                complete
                        ? JobView.State.COMPLETE
                        : failure.isPresent() ? JobView.State.FAILED : JobView.State.RUNNING,
                failure.orElse(null),
                job.getMetadata().getDeletionTimestamp() != null,
                count(status.getSucceeded()) + count(status.getFailed()) > 0 || pods.stream().anyMatch(JobReader::ran),
                count(status.getActive()),
                count(status.getFailed()),
                pods.stream().map(WorkloadReader::view).toList());
    }

    private static boolean isFinished(Job job) {
        return condition(job, "Complete").isPresent() || condition(job, "Failed").isPresent();
    }

    private static Optional<JobCondition> condition(Job job, String type) {
        return job.getStatus() == null
                ? Optional.empty()
                : job.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                        .findFirst();
    }

    /** Whether a container of the Pod runs or has run. */
    static boolean ran(Pod pod) {
        return statuses(pod).anyMatch(status -> isRunning(status) || PodTroubles.lastEnd(status) != null);
    }

    static boolean isRunning(ContainerStatus status) {
        return status.getState() != null && status.getState().getRunning() != null;
    }

    static Stream<ContainerStatus> statuses(Pod pod) {
        return pod.getStatus() == null
                ? Stream.empty()
                : Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream());
    }

    private static int count(Integer number) {
        return number == null ? 0 : number;
    }
}
