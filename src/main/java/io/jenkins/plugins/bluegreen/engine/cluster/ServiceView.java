package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * A Service as it was read.
 *
 * @param resourceVersion the precondition of a patch
 * @param type {@code ClusterIP}, {@code NodePort}, {@code LoadBalancer} or {@code ExternalName}
 * @param traffic its selector, empty when it has none, and its ports
 * @param record what we wrote on it, {@link ServiceRecord#none()} when nothing
 * @param selectorManager who wrote its selector last, by field manager; "unknown" when the server does not say
 */
public record ServiceView(
        String name,
        String resourceVersion,
        String type,
        Traffic traffic,
        ServiceRecord record,
        String selectorManager) {}
