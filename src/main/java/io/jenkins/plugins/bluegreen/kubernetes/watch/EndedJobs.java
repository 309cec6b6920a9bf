package io.jenkins.plugins.bluegreen.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last {@value #MOST} Jobs that were deleted, as they were last. A Job whose time to live is short is gone before
 * anybody has looked at its end.
 */
final class EndedJobs {
    private static final int MOST = 100;

    private final Map<String, Job> jobs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Job> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(HasMetadata deleted) {
        if (deleted instanceof Job job) {
            jobs.put(job.getMetadata().getUid(), job);
        }
    }

    synchronized Optional<Job> find(String uid) {
        return Optional.ofNullable(jobs.get(uid));
    }

    synchronized void clear() {
        jobs.clear();
    }
}
