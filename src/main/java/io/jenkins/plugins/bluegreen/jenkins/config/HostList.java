package io.jenkins.plugins.bluegreen.jenkins.config;

import java.util.List;
import java.util.stream.Stream;

/** The hosts in a field of the global page: {@code host} or {@code host:port}, also where an address was pasted. */
final class HostList {
    private HostList() {}

    /** The hosts of a text, which are separated by white space; scheme and path of an address are left out. */
    static List<String> of(String text) {
        return Stream.of((text == null ? "" : text).split("\\s+"))
                .map(word -> word.replaceFirst("(?i)^https?://", "").replaceFirst("/.*$", ""))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
