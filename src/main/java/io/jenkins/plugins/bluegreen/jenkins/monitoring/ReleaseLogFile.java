package io.jenkins.plugins.bluegreen.jenkins.monitoring;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The log of all releases of this controller, a line of JSON for each event: the logger {@value #NAME}, and the files
 * {@code logs/blue-green/releases.0.ndjson} and older ones, of 10 MB each, five at most. A disk that is full stops the
 * log, and no release.
 */
@Extension
public final class ReleaseLogFile {
    /** The logger's name. */
    public static final String NAME = "io.jenkins.plugins.bluegreen.releases";

    private static final Logger LOGGER = Logger.getLogger(ReleaseLogFile.class.getName());
    // held: the log manager forgets a logger that nobody holds, and its handler
    private static final Logger RELEASES = Logger.getLogger(NAME);
    private static final int MOST_BYTES = 10_000_000;
    private static final int MOST_FILES = 5;

    private boolean opened;

    public static ReleaseLogFile get() {
        return ExtensionList.lookupSingleton(ReleaseLogFile.class);
    }

    /** A listener that writes the events of a release. */
    public ReleaseEvents of(String id, String cluster, String job, List<String> startedBy) {
        open(Jenkins.get().getRootDir().toPath());
        return new ReleaseJson(RELEASES::info, id, cluster, job, String.join(", ", startedBy));
    }

    private synchronized void open(Path home) {
        if (!opened) {
            opened = true;
            try {
                RELEASES.addHandler(file(home.resolve("logs").resolve("blue-green")));
                RELEASES.setLevel(Level.INFO);
                // thousands of lines would hide all else in the controller's own log
                RELEASES.setUseParentHandlers(false);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The log of releases can't be written", e);
            }
        }
    }

    /** A handler that writes messages as they are. */
    static FileHandler file(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileHandler file = new FileHandler(folder + "/releases.%g.ndjson", MOST_BYTES, MOST_FILES, true);
        file.setEncoding("UTF-8");
        file.setFormatter(new Formatter() {
            @Override
            public String format(LogRecord record) {
                return record.getMessage() + "\n";
            }
        });
        return file;
    }
}
