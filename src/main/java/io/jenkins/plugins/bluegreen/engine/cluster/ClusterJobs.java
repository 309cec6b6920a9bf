package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.JobView;
import java.util.List;
import java.util.Optional;

/** Reads the Jobs of one namespace. Every method may throw {@link ClusterException}. */
public interface ClusterJobs {
    /**
     * A Job, from a watch, which the first call opens. One that the watch does not know is read from the API server.
     *
     * @param uid of the Job that is meant: once it is finished it is found although it was deleted meanwhile. Null: any
     * @return empty when there is none; another Job of this name if that of {@code uid} is gone
     */
    Optional<JobView> find(String name, String uid);

    /** A Job, read from the API server now; its Pods are those of the watch. */
    Optional<JobView> fresh(String name);

    /** The Jobs that releases of an application have created and that are still there, from the watch. */
    List<JobView> of(String application);

    /**
     * Finds the reason why a Job fails or does not begin: exit code and last log lines of the container that failed
     * last, what keeps a Pod from starting, or the event that tells why it has no Pods.
     */
    Optional<Sentence> diagnose(JobView job);
}
