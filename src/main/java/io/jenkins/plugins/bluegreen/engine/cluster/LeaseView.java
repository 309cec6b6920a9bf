package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * An application's Lease as it was read.
 *
 * @param holder who holds it; empty when nobody does
 * @param holderUrl where the holder can be looked at; empty when it does not say
 * @param durationSeconds how long after a renewal it counts as held
 */
public record LeaseView(String resourceVersion, String holder, String holderUrl, int durationSeconds) {}
