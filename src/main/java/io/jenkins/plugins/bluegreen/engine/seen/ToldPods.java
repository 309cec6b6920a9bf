package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.Map;
import java.util.TreeMap;

/** The numbers of ready Pods that the listeners of a release know, so that they are notified of changes only. */
public final class ToldPods {
    private static final String NONE = "0/0";
    /** How long watches that have trouble may show no change. */
    private static final long LATE_MILLIS = 10_000;

    private final Map<String, String> told = new TreeMap<>();

    private long lookedAt;

    /** Whether to look now: after a change, and sometimes without one. The numbers are counted from all Pods. */
    public boolean isDue(boolean changed, long now) {
        boolean due = changed || lookedAt == 0 || now - lookedAt >= LATE_MILLIS;
        lookedAt = due ? now : lookedAt;
        return due;
    }

    /** Whether a Deployment's numbers differ from those of the call before; those of one that never was do not. */
    public boolean isNew(String deployment, Workload seen) {
        String now = seen.readyPods() + "/" + seen.desired();
        String before = told.put(deployment, now);
        return before == null ? seen.exists() || !now.equals(NONE) : !now.equals(before);
    }
}
