package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * A Service as it was read.
 *
 * @param resourceVersion the precondition of a patch
 * @param type {@code ClusterIP}, {@code NodePort}, {@code LoadBalancer} or {@code ExternalName}
 * @param traffic its selector, empty when it has none, and its ports
 * @param record the releases' annotations; {@link ServiceRecord#none()} when it has none
 * @param selectorManager the field manager of its selector; "unknown" when the server tells none
 * @param portsManager the same of its ports
 */
public record ServiceView(
        String name,
        String resourceVersion,
        String type,
        Traffic traffic,
        ServiceRecord record,
        String selectorManager,
        String portsManager) {

    /** A Service whose ports have no known field manager. */
    public ServiceView(
            String name,
            String resourceVersion,
            String type,
            Traffic traffic,
            ServiceRecord record,
            String selectorManager) {
        this(name, resourceVersion, type, traffic, record, selectorManager, "unknown");
    }
}
