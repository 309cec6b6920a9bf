package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Clusters;
import io.jenkins.plugins.bluegreen.jenkins.config.Webhooks;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseHistory;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * A release that a user starts without a build: a rollback, a promotion or a discard. Whether the user may is checked
 * before. The cluster's bounds are kept, and its credentials are used as Jenkins itself.
 *
 * @param page the address of the page on which the user has started it
 * @param user the user's id
 */
public record UserRelease(ClusterEntry cluster, String namespace, String application, String page, String user) {
    /** Refuses names that no application can have, with a {@code ReleaseException}. */
    public UserRelease {
        ReleaseSpec.in(namespace, user).application(application).build();
    }

    /**
     * Starts it. Pods that are ready are switched to at once, as by the steps.
     *
     * @param lockSeconds how long it waits for the application's Lease
     * @throws IOException if the cluster can't be used, or the release is refused; nothing was changed
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException if it can't be kept
     */
    public void start(Operation operation, int lockSeconds) throws IOException {
        String id = UUID.randomUUID().toString();
        ReleaseSpec.Builder spec = ReleaseSpec.in(namespace, holder(id))
                .application(application)
                .user(user)
                .buildUrl(page)
                .timeoutSeconds(BlueGreenConfiguration.get().getDefaultTimeout())
                .stabilizeSeconds(0)
                .lockTimeoutSeconds(lockSeconds);
        Clusters.hold(cluster, spec, ReleaseThreads.get().driver(cluster.getName()).running());
        ReleaseFacts facts = ReleaseFacts.ofUser(id, user, cluster.getName(), webhook(), System.currentTimeMillis());
        ControllerReleases.get().start(facts, new ReleaseState(spec.build(), operation));
    }

    /** The webhook of the newest release of a build, if its job may still use it; null: none. */
    private String webhook() {
        ReleaseHistory history = ControllerReleases.get().history();
        String notified = history.webhook(cluster.getName(), namespace, application);
        if (notified == null) {
            return null;
        }
        try {
            String job = newestJob(history.of(cluster.getName(), namespace, application));
            Webhooks.named(NotifyTarget.of(notified).webhook(), job);
            return notified;
        } catch (AbortException e) {
            return null;
        }
    }

    /**
     * The job of the newest release of a build; empty: there is none.
     *
     * @param records of an application, the newest first
     */
    public static String newestJob(List<ReleaseRecord> records) {
        return records.stream()
                .map(ReleaseRecord::job)
                .filter(job -> job != null && !job.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The holder of the Lease names the user. It has no blanks, which the cluster's annotations separate by. */
    private String holder(String id) {
        return "user:" + user.replaceAll("\\s", "_") + "/" + id + "@" + ReleaseIdentity.controller();
    }
}
