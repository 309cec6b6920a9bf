package io.jenkins.plugins.bluegreen.engine.cluster;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** A Service's selector and ports, which change in one patch. */
public final class Traffic implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> selector;
    private final String ports;

    /**
     * A selector with ports.
     *
     * @param ports the Service's {@code spec.ports} as JSON; null: unchanged
     */
    public Traffic(Map<String, String> selector, String ports) {
        this.selector = new TreeMap<>(selector);
        this.ports = ports;
    }

    /** The labels of the selected Pods. */
    public Map<String, String> selector() {
        return Map.copyOf(selector);
    }

    /** The Service's {@code spec.ports} as JSON; null: unchanged. */
    public String ports() {
        return ports;
    }

    /** Whether {@code other} has the same selector. */
    public boolean selectsAs(Traffic other) {
        return selector.equals(other.selector);
    }

    /** Whether the selector of {@code wider} selects these Pods too, and possibly others. */
    public boolean isWithin(Traffic wider) {
        return !wider.selector.isEmpty() && selector.entrySet().containsAll(wider.selector.entrySet());
    }

    /** The same, with a label added to the selector or replaced. */
    public Traffic with(String label, String value) {
        TreeMap<String, String> changed = new TreeMap<>(selector);
        changed.put(label, value);
        return new Traffic(changed, ports);
    }

    /** The same, with a label removed from the selector. */
    public Traffic without(String label) {
        TreeMap<String, String> changed = new TreeMap<>(selector);
        changed.remove(label);
        return new Traffic(changed, ports);
    }

    /** The selector in kubectl's notation: {@code app=backend,color=blue}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        selector.forEach((label, value) ->
                text.append(text.isEmpty() ? "" : ",").append(label).append('=').append(value));
        return text.toString();
    }
}
