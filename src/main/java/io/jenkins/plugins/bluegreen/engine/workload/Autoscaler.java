package io.jenkins.plugins.bluegreen.engine.workload;

/**
 * A HorizontalPodAutoscaler.
 *
 * @param deployment the Deployment that it scales
 * @param application the application whose releases apply it; null if it is somebody else's
 */
public record Autoscaler(String name, String deployment, String application) {}
