package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.JobView;
import java.io.Serializable;

/** What a release knows of the Jobs of its manifests, while it runs one after another. */
public final class JobProgress implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Whether everything that the Jobs need was applied. */
    public boolean prepared;
    /** How many are complete. */
    public int complete;
    /** Whether all are. */
    public boolean done;
    /** The Job that is waited for, or about to be created; null between two. */
    public String current;
    /** Its uid; null until it is there. */
    public String uid;
    /** The uid of a failed Job of that name, which the watch may still show. */
    public String former;
    /** A Job of others whose end is waited for. */
    public String awaited;
    /** Whether it was created twice, because it had expired before its end was seen. */
    public boolean repeated;
    /** Whether finished Jobs of former contents are deleted. */
    public boolean pruned;
    /** The value of {@link JobView#ends} that was told. */
    public int ends;
    /** How a container of it ended last, with its log; null before that. */
    public Sentence lastEnd;
    /** When it is diagnosed next why no container has started. */
    public long diagnoseAt;
    /** How often it was. */
    public int diagnoses;
    /** What keeps Pods from starting and may pass. */
    public PassingTroubles passing = new PassingTroubles();

    /** Whether Jobs are under way, and what they need was applied. */
    public boolean waits() {
        return prepared && !done;
    }

    /** The Job whose changes concern the release; null without any. */
    public String watched() {
        return current == null ? awaited : current;
    }

    /** For the next Job. */
    public void forget() {
        current = null;
        uid = null;
        former = null;
        awaited = null;
        repeated = false;
        ends = 0;
        lastEnd = null;
        diagnoseAt = 0;
        diagnoses = 0;
        passing = new PassingTroubles();
    }

    /** Everything anew, for another plan. */
    public void begin() {
        forget();
        prepared = false;
        done = false;
        complete = 0;
    }
}
