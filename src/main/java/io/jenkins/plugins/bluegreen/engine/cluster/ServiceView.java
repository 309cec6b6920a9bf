package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * A Service as it was read.
 *
 * @param resourceVersion the precondition of a patch
 * @param type {@code ClusterIP}, {@code NodePort}, {@code LoadBalancer} or {@code ExternalName}
 * @param traffic its selector, empty when it has none, and its ports
 * @param record the releases' annotations; {@link ServiceRecord#none()} when it has none
 * @param selectorManager the field manager of its selector; "unknown" when the server tells none
 */
public record ServiceView(
        String name,
        String resourceVersion,
        String type,
        Traffic traffic,
        ServiceRecord record,
        String selectorManager) {}
