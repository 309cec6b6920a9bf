package io.jenkins.plugins.bluegreen.engine.cluster;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** Where a Service sends requests: its selector and its ports, which change in one patch. */
public final class Traffic implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> selector;
    private final String ports;

    /**
     * A place for traffic.
     *
     * @param ports the Service's {@code spec.ports} as JSON; null leaves them as they are
     */
    public Traffic(Map<String, String> selector, String ports) {
        this.selector = new TreeMap<>(selector);
        this.ports = ports;
    }

    /** The labels of the Pods that get the requests. */
    public Map<String, String> selector() {
        return Map.copyOf(selector);
    }

    /** The Service's {@code spec.ports} as JSON, or null for: as they are. */
    public String ports() {
        return ports;
    }

    /** Whether a Service that has {@code other} selects the same Pods. */
    public boolean selectsAs(Traffic other) {
        return selector.equals(other.selector);
    }

    /** Whether a Service that has {@code wider} selects these Pods too, maybe among others. */
    public boolean isWithin(Traffic wider) {
        return !wider.selector.isEmpty() && selector.entrySet().containsAll(wider.selector.entrySet());
    }

    /** The same ports, with one more label in the selector, or another value for it. */
    public Traffic with(String label, String value) {
        TreeMap<String, String> changed = new TreeMap<>(selector);
        changed.put(label, value);
        return new Traffic(changed, ports);
    }

    /** The same ports, without a label in the selector. */
    public Traffic without(String label) {
        TreeMap<String, String> changed = new TreeMap<>(selector);
        changed.remove(label);
        return new Traffic(changed, ports);
    }

    /** The selector as kubectl writes it: {@code app=backend,color=blue}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        selector.forEach((label, value) ->
                text.append(text.isEmpty() ? "" : ",").append(label).append('=').append(value));
        return text.toString();
    }
}
