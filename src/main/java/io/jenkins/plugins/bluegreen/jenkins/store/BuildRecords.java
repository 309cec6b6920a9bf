package io.jenkins.plugins.bluegreen.jenkins.store;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The records of a build's releases, in the build's own folder: {@code blue-green/<id>.json}. They are deleted with the
 * build, and stay when the {@link ReleaseHistory} has forgotten them.
 */
public final class BuildRecords {
    private static final Logger LOGGER = Logger.getLogger(BuildRecords.class.getName());

    private final Path build;

    /** The records in a build's folder. */
    public BuildRecords(Path build) {
        this.build = build;
    }

    /**
     * Keeps the record of a release that is over. Does nothing if the build's folder is gone.
     *
     * @throws IOException if it can't be written; the former record, if there is one, is unchanged then
     */
    public void write(ReleaseRecord record) throws IOException {
        if (Files.isDirectory(build)) {
            AtomicFiles.write(file(record.id()), record.toJson(), true);
        }
    }

    /** The record of a release; null if there is none, or it can't be read. */
    public ReleaseRecord read(String id) {
        try {
            return ReleaseRecord.of(Files.readString(file(id)));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "The record of release " + id + " in " + build + " can't be read");
            return null;
        }
    }

    private Path file(String id) {
        // no id leads to another folder
        return build.resolve("blue-green").resolve(URLEncoder.encode(id, StandardCharsets.UTF_8) + ".json");
    }
}
