package io.jenkins.plugins.bluegreen.engine.workload;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/**
 * A Pod's answer to a health check.
 *
 * @param reason why the Pod is not healthy; null when it is
 * @param asked whether the question reached the Pod, which may have left it unanswered
 */
public record HealthAnswer(boolean healthy, Sentence reason, boolean asked) {
    /** The answer of a Pod that was asked. */
    public HealthAnswer(boolean healthy, Sentence reason) {
        this(healthy, reason, true);
    }
}
