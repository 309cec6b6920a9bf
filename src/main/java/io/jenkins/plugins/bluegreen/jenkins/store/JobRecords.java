package io.jenkins.plugins.bluegreen.jenkins.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The newest {@value #MOST} releases of a job, over all its applications: one file in the job's folder with a record a
 * line, the oldest first, without timelines and notes. So a page about the job reads one file and loads no build.
 */
public final class JobRecords {
    /** How many records a job has. */
    public static final int MOST = 50;

    private static final Logger LOGGER = Logger.getLogger(JobRecords.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LENGTHY = List.of("timeline", "notes");

    private final Path file;

    /** The records in a job's folder. */
    public JobRecords(Path job) {
        file = job.resolve("blue-green-releases.jsonl");
    }

    /** Whether there is a record; asks the disk for the file's existence only. */
    public boolean isThere() {
        return Files.exists(file);
    }

    /**
     * Adds the record of a release that is over, once for each id. Does nothing if the job's folder is gone.
     *
     * @throws IOException if the file can't be written; it is unchanged then
     */
    public void add(ReleaseRecord record) throws IOException {
        if (!Files.isDirectory(file.getParent())) {
            return;
        }
        synchronized (JobRecords.class) {
            List<ReleaseRecord> kept = new ArrayList<>(oldestFirst());
            kept.removeIf(other -> other.id().equals(record.id()));
            kept.add(record);
            StringBuilder lines = new StringBuilder();
            for (ReleaseRecord each : kept.subList(Math.max(0, kept.size() - MOST), kept.size())) {
                lines.append(line(each)).append('\n');
            }
            AtomicFiles.write(file, lines.toString(), false);
        }
    }

    /** The records, the newest first. One that can't be read is left out. */
    public List<ReleaseRecord> newestFirst() {
        List<ReleaseRecord> newest = new ArrayList<>();
        oldestFirst().forEach(record -> newest.add(0, record));
        return newest;
    }

    private List<ReleaseRecord> oldestFirst() {
        List<ReleaseRecord> records = new ArrayList<>();
        try {
            for (String line : isThere() ? Files.readAllLines(file) : List.<String>of()) {
                try {
                    records.add(ReleaseRecord.of(line));
                } catch (IOException e) {
                    LOGGER.log(Level.FINE, e, () -> "No record of a release in " + file);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "The releases of a job can't be read: " + file);
        }
        return records;
    }

    private static String line(ReleaseRecord record) throws IOException {
        ObjectNode brief = (ObjectNode) JSON.readTree(record.toJson());
        return brief.remove(LENGTHY).toString();
    }
}
