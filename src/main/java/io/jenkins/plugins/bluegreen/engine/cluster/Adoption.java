package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * An application without colours that a release is about to adopt.
 *
 * @param deployment the Deployment whose Pods the Service selects
 * @param label a label of its Pods that Pods of later releases don't carry
 * @param value that label's value
 */
public record Adoption(String deployment, String label, String value) {}
