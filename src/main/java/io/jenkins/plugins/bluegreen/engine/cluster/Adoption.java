package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * An application that runs without colours, about to be adopted.
 *
 * @param deployment the Deployment whose Pods the Service selects
 * @param label a label that its Pods, and no others to come, carry
 * @param value that label's value
 */
public record Adoption(String deployment, String label, String value) {}
