package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.Util;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A row of the global configuration, which steps refer to by its name. */
public interface NamedEntry {
    /** Unique among its like; never null. */
    String getName();

    /**
     * An entry.
     *
     * @param name null or blank: the only one
     * @return null if there is none
     */
    static <T extends NamedEntry> T find(List<T> entries, String name) {
        String wanted = Util.fixEmptyAndTrim(name);
        if (wanted == null) {
            return entries.size() == 1 ? entries.get(0) : null;
        }
        return entries.stream()
                .filter(entry -> entry.getName().equals(wanted))
                .findFirst()
                .orElse(null);
    }

    /** The names, for a message. */
    static String names(List<? extends NamedEntry> entries) {
        return entries.stream().map(NamedEntry::getName).collect(Collectors.joining(", "));
    }

    /** What is wrong with the names of a list, which {@code what} names; null if nothing is. */
    static String problem(String what, List<? extends NamedEntry> entries) {
        Map<String, Integer> rows = new HashMap<>();
        int row = 0;
        for (NamedEntry entry : entries) {
            row++;
            if (entry.getName().isEmpty()) {
                return Messages.NamedEntry_nameless(what, row);
            }
            Integer other = rows.putIfAbsent(entry.getName(), row);
            if (other != null) {
                return Messages.NamedEntry_duplicate(what, entry.getName(), other, row);
            }
        }
        return null;
    }
}
