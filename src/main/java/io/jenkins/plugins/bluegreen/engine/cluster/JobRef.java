package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * A Job of a rendering.
 *
 * @param name holds a hash of its content, so that a Job of the same name has the same content
 * @param expires whether the cluster deletes it some time after its end
 */
public record JobRef(String name, boolean expires) {}
