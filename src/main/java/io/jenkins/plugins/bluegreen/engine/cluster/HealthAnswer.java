package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/**
 * A Pod's answer to a health check.
 *
 * @param reason why the Pod is not healthy; null when it is
 */
public record HealthAnswer(boolean healthy, Sentence reason) {}
