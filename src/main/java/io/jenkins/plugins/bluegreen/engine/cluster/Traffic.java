package io.jenkins.plugins.bluegreen.engine.cluster;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A Service's selector, ports and further fields of its spec, which change in one patch. */
public final class Traffic implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> selector;
    private final String ports;
    private final String fields;
    private final TreeSet<String> ours;

    /**
     * A selector with ports; the further fields are unchanged.
     *
     * @param ports the Service's {@code spec.ports} as JSON; null: unchanged
     */
    public Traffic(Map<String, String> selector, String ports) {
        this(selector, ports, null, List.of());
    }

    /**
     * A selector with ports and further fields.
     *
     * @param ports the Service's {@code spec.ports} as JSON; null: unchanged
     * @param fields the further fields of the Service's {@code spec}, as a JSON object: {@code type},
     *     {@code sessionAffinity}, {@code externalTrafficPolicy} and others; null: unchanged
     * @param ours the names of those fields that the plugin wrote last; empty for traffic that was not read
     */
    public Traffic(Map<String, String> selector, String ports, String fields, Collection<String> ours) {
        this.selector = new TreeMap<>(selector);
        this.ports = ports;
        this.fields = fields;
        this.ours = new TreeSet<>(ours);
    }

    /** The labels of the selected Pods. */
    public Map<String, String> selector() {
        return Map.copyOf(selector);
    }

    /** The Service's {@code spec.ports} as JSON; null: unchanged. */
    public String ports() {
        return ports;
    }

    /** The further fields of the Service's {@code spec} as a JSON object; null: unchanged. */
    public String fields() {
        return fields;
    }

    /**
     * The names of the further fields that the plugin wrote last. A field that nobody wants any more is removed only if
     * it is one of these: others may have set it by hand.
     */
    public Set<String> ours() {
        // a state that an older version saved has none
        return ours == null ? Set.of() : Set.copyOf(ours);
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
        return new Traffic(changed, ports, fields, ours());
    }

    /** The same, with a label removed from the selector. */
    public Traffic without(String label) {
        TreeMap<String, String> changed = new TreeMap<>(selector);
        changed.remove(label);
        return new Traffic(changed, ports, fields, ours());
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
