package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.Util;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An entry of the global configuration that steps refer to by its name. */
public interface NamedEntry {
    /** The name, unique in its list; never null. */
    String getName();

    /** Whether a job may use the entry. */
    boolean allowsJob(String fullName);

    /**
     * Finds an entry.
     *
     * @param name null or blank: the only one
     * @return null if there is no such entry, or no name and several entries
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

    /** The names, separated by commas, for a message. */
    static String names(List<? extends NamedEntry> entries) {
        return entries.stream().map(NamedEntry::getName).collect(Collectors.joining(", "));
    }

    /**
     * Checks that all entries of a list have names, and different ones.
     *
     * @param what the kind of the entries, for the message
     * @return the message for the user; null if the names are valid
     */
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
