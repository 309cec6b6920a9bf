package io.jenkins.plugins.bluegreen.embedded;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What a container wrote, and what the one before it wrote. */
final class ContainerLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

    private List<String> lines = new ArrayList<>();
    private List<String> previous;
    private boolean started;

    /** A new container of the same name begins. */
    synchronized void begin() {
        if (started) {
            previous = lines;
            lines = new ArrayList<>();
        }
        started = true;
    }

    synchronized void add(String line) {
        lines.add(TIME.format(LocalDateTime.now()) + " " + line);
    }

    synchronized boolean started() {
        return started;
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Null if there was none. */
    synchronized List<String> previous() {
        return previous == null ? null : List.copyOf(previous);
    }
}
