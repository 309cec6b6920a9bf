package io.jenkins.plugins.bluegreen.jenkins.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Lists that a form field holds as one text, separated by commas. */
public final class CommaSeparated {
    private CommaSeparated() {}

    /** The trimmed, non-blank elements of a text; none for null. */
    public static List<String> split(String text) {
        return Arrays.stream((text == null ? "" : text).split(","))
                .map(String::trim)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    /** Joins a list, since a Pipeline may write {@code ['a', 'b']} for {@code 'a, b'}; returns other values as is. */
    public static Object join(Object value) {
        return value instanceof Collection<?> elements
                ? elements.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : value;
    }
}
