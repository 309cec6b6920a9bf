package io.jenkins.plugins.bluegreen.embedded.pods;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What a container wrote, and what the one before it wrote. */
public final class ContainerLog {
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

    public synchronized void add(String line) {
        lines.add(TIME.format(LocalDateTime.now()) + " " + line);
    }

    public synchronized boolean started() {
        return started;
    }

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Null if there was none. */
    public synchronized List<String> previous() {
        return previous == null ? null : List.copyOf(previous);
    }
}
