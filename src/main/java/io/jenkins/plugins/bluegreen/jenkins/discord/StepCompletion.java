package io.jenkins.plugins.bluegreen.jenkins.discord;

import java.io.Serializable;

/**
 * The completion of a step, which several threads may attempt: only the first attempt counts. A step that another
 * process resumes begins with none.
 */
public final class StepCompletion implements Serializable {
    private static final long serialVersionUID = 1L;

    private transient boolean attempted;

    /** Whether this is the first attempt; each call is one. */
    public synchronized boolean isFirst() {
        boolean first = !attempted;
        attempted = true;
        return first;
    }

    /** Whether there was an attempt. */
    synchronized boolean isOver() {
        return attempted;
    }
}
