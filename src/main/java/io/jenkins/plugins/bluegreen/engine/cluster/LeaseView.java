package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * An application's Lease as it was read.
 *
 * @param holder the holder's id; empty when it is not held
 * @param holderUrl the address of the holder's build; empty when unknown
 * @param durationSeconds seconds after a renewal until it expires
 */
public record LeaseView(String resourceVersion, String holder, String holderUrl, int durationSeconds) {}
