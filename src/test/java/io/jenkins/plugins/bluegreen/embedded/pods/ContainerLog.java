package io.jenkins.plugins.bluegreen.embedded.pods;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The log of a container and of its previous run. */
public final class ContainerLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

    private List<String> lines = new ArrayList<>();
    private List<String> previous;
    private boolean started;

    /** Starts the log of a new run. */
    synchronized void begin() {
        if (started) {
            previous = lines;
            lines = new ArrayList<>();
        }
        started = true;
    }

    public synchronized void add(String line) {
        lines.add(TIME.format(LocalDateTime.now()) + " " + line);
    }

    public synchronized boolean started() {
        return started;
    }

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The log of the previous run, or null. */
    public synchronized List<String> previous() {
        return previous == null ? null : List.copyOf(previous);
    }
}
