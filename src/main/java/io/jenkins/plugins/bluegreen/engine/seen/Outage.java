package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.ArrayList;

/** The failures in a row of an API that is asked again for a limited time, and what was said meanwhile. */
public final class Outage implements Serializable {
    private static final long serialVersionUID = 1L;
    /** A refusal that asking again does not change. */

    private long until;
    private final ArrayList<Sentence> said = new ArrayList<>();

    /** The first failure: the API is asked again until {@code until}, in milliseconds, as all times here. */
    public void begin(long until) {
        this.until = until;
    }

    /** Until when the API is asked again. */
    public long until() {
        return until;
    }

    /** Whether the API is asked again after a failure at {@code now}. */
    public boolean asksAgain(ClusterException failure, long now) {
        return failure.isTransient() && !failure.isUnauthorized() && now < until;
    }

    /** Whether none of the attempts since the last {@link #end} has said this. The sentence counts as said then. */
    public boolean isNew(Sentence what) {
        return !said.contains(what) && said.add(what);
    }

    /** An attempt succeeded: the next one may say the same again. */
    public void end() {
        said.clear();
    }
}
