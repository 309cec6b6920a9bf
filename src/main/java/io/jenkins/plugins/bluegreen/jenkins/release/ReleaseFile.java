package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Util;
import hudson.util.AtomicFileWriter;
import hudson.util.Secret;
import hudson.util.XStream2;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A release's state in its build's folder, encrypted with the controller's key, because manifests and variables may hold
 * secrets. It is there from before the first side effect until the build is over; a file of its own, because a Pipeline
 * may be told to save itself rarely.
 */
public final class ReleaseFile {
    private static final Logger LOGGER = Logger.getLogger(ReleaseFile.class.getName());
    private static final XStream2 XSTREAM = new XStream2();
    private static final String PREFIX = "blue-green-";
    private static final String SUFFIX = ".release";

    /** What the file holds. */
    public static final class Content {
        public final ReleaseState state;
        /** The living message; null while it is not posted. */
        public final SentMessage message;

        Content(ReleaseState state, SentMessage message) {
            this.state = state;
            this.message = message;
        }
    }

    private final File file;

    /** The file of the release with that id, unique in the build. */
    public ReleaseFile(File buildFolder, String id) {
        file = new File(buildFolder, PREFIX + id + SUFFIX);
    }

    /**
     * Returns once the state is kept.
     *
     * @throws ReleaseException if it can't be, unless the release goes back already: the way back depends on no disk
     */
    public void save(ReleaseState state, SentMessage message) {
        String text = Secret.fromString(XSTREAM.toXML(new Content(state, message))).getEncryptedValue();
        try (AtomicFileWriter writer = new AtomicFileWriter(file.toPath(), StandardCharsets.UTF_8)) {
            try {
                writer.write(text);
                writer.commit();
            } finally {
                writer.abort();
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The release's state can't be kept in " + file, e);
            if (state.failure() == null) {
                throw new ReleaseException(Sentence.of("state.notKept", Util.fixNull(e.getMessage())), e);
            }
        }
    }

    /** What was kept; null if nothing was. */
    public Content load() throws IOException {
        if (!file.exists()) {
            return null;
        }
        Secret secret = Secret.decrypt(Files.readString(file.toPath(), StandardCharsets.UTF_8));
        if (secret == null) {
            throw new IOException(file + " was encrypted with another key");
        }
        return (Content) XSTREAM.fromXML(secret.getPlainText());
    }

    /** Deletes what a build's releases left: it is over. */
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
