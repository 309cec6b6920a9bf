package io.jenkins.plugins.bluegreen.embedded.pods;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The log of a container and of its previous run. What a process writes need be no text. */
public final class ContainerLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

    private List<byte[]> lines = new ArrayList<>();
    private List<byte[]> previous;
    private boolean started;

    /** Starts the log of a new run. */
    synchronized void begin() {
        if (started) {
            previous = lines;
            lines = new ArrayList<>();
        }
        started = true;
    }

    public void add(String line) {
        addBytes((TIME.format(LocalDateTime.now()) + " " + line).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a line of any bytes, without a time. */
    public synchronized void addBytes(byte[] line) {
        lines.add(line.clone());
    }

    public synchronized boolean started() {
        return started;
    }

    public synchronized List<String> lines() {
        return lines.stream().map(line -> new String(line, StandardCharsets.UTF_8)).toList();
    }

    /**
     * The last lines as the API serves them.
     *
     * @param ofPrevious the previous run's; null if there was none
     * @param tail how many lines; negative: all
     * @param limit how many bytes, from the first of these lines on; negative: all
     */
    public synchronized byte[] tail(boolean ofPrevious, int tail, int limit) {
        List<byte[]> all = ofPrevious ? previous : lines;
        if (all == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] line : all.subList(tail < 0 ? 0 : Math.max(0, all.size() - tail), all.size())) {
            bytes.writeBytes(line);
            bytes.write('\n');
        }
        return limit < 0 || bytes.size() <= limit ? bytes.toByteArray() : Arrays.copyOf(bytes.toByteArray(), limit);
    }
}
