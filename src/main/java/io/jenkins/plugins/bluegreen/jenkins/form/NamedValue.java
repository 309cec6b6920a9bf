package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.kohsuke.stapler.DataBoundConstructor;

/** A name and a value in a form. Pipelines write it as an entry of a map. */
public final class NamedValue implements Describable<NamedValue> {
    private static final String NAME = "name";
    private static final String VALUE = "value";

    private final String name;
    private final String value;

    @DataBoundConstructor
    public NamedValue(String name, String value) {
        this.name = Util.fixNull(name).trim();
        this.value = value;
    }

    /** The name; empty if the row is not filled in. */
    public String getName() {
        return name;
    }

    /** The value, not trimmed; null if a Pipeline's map has null. */
    public String getValue() {
        return value;
    }

    /** The rows that have a name. */
    public static List<NamedValue> named(List<NamedValue> rows) {
        List<NamedValue> named = new ArrayList<>(Util.fixNull(rows));
        named.removeIf(row -> row.name.isEmpty());
        return named;
    }

    /** Converts a Pipeline's map to arguments of rows. Other values are not changed. */
    public static Object listOf(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        List<Object> rows = new ArrayList<>();
        map.forEach((key, entry) -> rows.add(
                entry == null
                        ? Map.of(NAME, String.valueOf(key))
                        : Map.of(NAME, String.valueOf(key), VALUE, String.valueOf(entry))));
        return rows;
    }

    /** Converts arguments of rows to a map. */
    public static Object mapOf(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Object row : (Collection<?>) value) {
            Map<String, ?> arguments = ((UninstantiatedDescribable) row).getArguments();
            map.put((String) arguments.get(NAME), arguments.get(VALUE));
        }
        return map;
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<NamedValue> {
        @Override
        public String getDisplayName() {
            return Messages.NamedValue_displayName();
        }
    }
}
