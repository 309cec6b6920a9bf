package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.util.AtomicFileWriter;
import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The file in a build's folder that keeps a release's state. It is encrypted with the controller's key, because
 * manifests and variables may hold secrets. It exists from before the first side effect until the build is over. The
 * state is not part of the Pipeline's program, which a job may save rarely.
 */
public final class ReleaseFile {
    private static final Logger LOGGER = Logger.getLogger(ReleaseFile.class.getName());
    private static final String PREFIX = "blue-green-";
    private static final String SUFFIX = ".release";

    /** The content of the file. */
    public static final class Content {
        public final ReleaseState state;
        /** The Discord message that follows the release; null until it is posted. */
        final SentMessage message;

        Content(ReleaseState state, SentMessage message) {
            this.state = state;
            this.message = message;
        }
    }

    private final File file;

    /** @param id unique among the releases of the build */
    ReleaseFile(File buildFolder, String id) {
        file = new File(buildFolder, PREFIX + id + SUFFIX);
    }

    /**
     * Writes the state.
     *
     * @throws ReleaseException if that fails, for whatever reason
     */
    void save(ReleaseState state, SentMessage message) {
        try {
            String text = Base64.getEncoder().encodeToString(ReleaseBytes.of(state, message));
            write(Secret.fromString(text).getEncryptedValue());
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            LOGGER.log(Level.WARNING, "The release's state can't be kept in " + file, e);
            throw new ReleaseException(Sentence.of("state.notKept", reason(e)), e);
        }
    }

    private static String reason(Throwable problem) {
        return problem.getMessage() == null ? problem.getClass().getName() : problem.getMessage();
    }

    private void write(String text) throws IOException {
        try (AtomicFileWriter writer = new AtomicFileWriter(file.toPath(), StandardCharsets.UTF_8)) {
            try {
                writer.write(text);
                writer.commit();
            } finally {
                writer.abort();
            }
        }
    }

    /** Writes the initial state and returns the file's content. */
    public Content create(ReleaseState state) {
        save(state, null);
        return new Content(state, null);
    }

    /**
     * Reads the file; null if it does not exist.
     *
     * @throws ReleaseException if it can't be read: its sentence says what that means for the traffic, and what to do
     */
    public Content load() {
        if (!file.exists()) {
            return null;
        }
        try {
            Secret secret = Secret.decrypt(Files.readString(file.toPath(), StandardCharsets.UTF_8));
            if (secret == null) {
                throw new IOException("it was encrypted with another key");
            }
            return ReleaseBytes.content(Base64.getDecoder().decode(secret.getPlainText()));
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            LOGGER.log(Level.WARNING, "The release's state can't be read from " + file, e);
            if (e.getCause() instanceof ReleaseException known) {
                throw known;
            }
            throw new ReleaseException(Sentence.of("state.unreadable", file, reason(e)), e);
        }
    }

    /** Deletes the files of all releases of a build. */
    static void deleteAll(File buildFolder) {
        File[] files = buildFolder.listFiles((folder, name) -> name.startsWith(PREFIX) && name.endsWith(SUFFIX));
        if (files == null) {
            return;
        }
        for (File old : files) {
            try {
                Files.deleteIfExists(old.toPath());
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The state of a release that is over can't be deleted: " + old, e);
            }
        }
    }
}
