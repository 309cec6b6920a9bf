package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/**
 * What a Pod said of its health.
 *
 * @param reason why it does not count as healthy; null when it does
 */
public record HealthAnswer(boolean healthy, Sentence reason) {}
