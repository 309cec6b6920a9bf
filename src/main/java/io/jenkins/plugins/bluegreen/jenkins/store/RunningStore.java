package io.jenkins.plugins.bluegreen.jenkins.store;

import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.MaskedEvents;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The releases that run, in a folder {@code running}: for each one a file with its state, named by its id, and beside
 * it its facts, the lines that it told, and its record. All are encrypted. A release is there from before its first
 * side effect until its step, or nobody, needs it any more.
 */
public final class RunningStore {
    private static final Logger LOGGER = Logger.getLogger(RunningStore.class.getName());
    private static final String FACTS = ".facts";
    private static final String TOLD = ".told";
    private static final String RECORD = ".record";
    private static final List<String> ENDS = List.of("", FACTS, TOLD, RECORD);

    /**
     * A release as it was kept.
     *
     * @param message the Discord message that follows it; null: none was posted
     * @param record what was recorded of it; null: nothing
     */
    public record Kept(
            ReleaseFacts facts, ReleaseState state, SentMessage message, ToldLines told, ReleaseRecord record) {
        /** A release that has not begun. */
        public Kept(ReleaseFacts facts, ReleaseState state) {
            this(facts, state, null, new ToldLines(), null);
        }

        /** Continues its record. */
        public ReleaseRecording recording() {
            return new ReleaseRecording(facts, record, MaskedEvents.masked(state), System::currentTimeMillis);
        }
    }

    private final Path running;
    private final Path damaged;
    private final Seal seal;

    /** A store in a folder, which is created when it is needed. */
    public RunningStore(Path folder, Seal seal) {
        this.running = folder.resolve("running");
        this.damaged = folder.resolve("damaged");
        this.seal = seal;
    }

    /**
     * Keeps a new release.
     *
     * @throws ReleaseException if that fails, for whatever reason
     */
    public void create(ReleaseFacts facts, ReleaseState state) {
        save(facts);
        save(facts.id(), state, null);
    }

    /**
     * Keeps a state.
     *
     * @param message null: none was posted
     * @throws ReleaseException if that fails, for whatever reason
     */
    public void save(String id, ReleaseState state, SentMessage message) {
        write(file(id), true, state, message);
    }

    /**
     * Keeps facts.
     *
     * @throws ReleaseException if that fails, for whatever reason
     */
    public void save(ReleaseFacts facts) {
        write(file(facts.id() + FACTS), true, facts);
    }

    /** Keeps what was told. A failure is logged only: no release fails for want of lines. */
    public void save(String id, ToldLines told) {
        try {
            synchronized (told) {
                write(file(id + TOLD), false, told);
            }
        } catch (ReleaseException e) {
            LOGGER.log(Level.FINE, e, () -> "The lines of " + id);
        }
    }

    /** Keeps what was recorded, if that has changed. A failure is logged only. */
    public void save(String id, ReleaseRecording recording) {
        try {
            ReleaseRecord record = recording.unsaved();
            if (record != null) {
                AtomicFiles.write(file(id + RECORD), seal.close(record.toJson()), false);
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            LOGGER.log(Level.FINE, e, () -> "The record of " + id);
        }
    }

    private void write(Path file, boolean durable, Object... objects) {
        try {
            AtomicFiles.write(file, seal.close(ReleaseBytes.bytes(objects)), durable);
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            LOGGER.log(Level.WARNING, "The release's state can't be kept in " + file, e);
            throw new ReleaseException(Sentence.of("state.notKept", reason(e)), e);
        }
    }

    private static String reason(Throwable problem) {
        return problem.getMessage() == null ? problem.getClass().getName() : problem.getMessage();
    }

    /**
     * Reads all releases. A file that can't be read is set aside, with a sentence in the log, and keeps none of the
     * others from going on. What a release left behind that was over is deleted.
     */
    public List<Kept> load() {
        List<Kept> all = new ArrayList<>();
        try {
            List<Path> files = AtomicFiles.in(running);
            Set<String> ids = new HashSet<>();
            files.stream().map(RunningStore::name).filter(name -> !name.contains(".")).forEach(ids::add);
            for (Path file : files) {
                String name = name(file);
                if (ids.contains(name)) {
                    try {
                        all.add(read(name));
                    } catch (ReleaseException e) {
                        LOGGER.log(Level.WARNING, e.getMessage(), e);
                        setAside(name);
                    }
                } else if (name.endsWith(AtomicFiles.UNFINISHED) || !ids.contains(name.replaceFirst("[.].*", ""))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOGGER.log(Level.WARNING, "Running releases can't be read from " + running, e);
        }
        return all;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private Kept read(String id) {
        Path file = file(id);
        try {
            ReleaseBytes.Content content = ReleaseBytes.content(bytes(file));
            file = file(id + FACTS);
            ReleaseFacts facts = ReleaseBytes.object(bytes(file), ReleaseFacts.class);
            return new Kept(facts, content.state, content.message, told(id), record(id));
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            if (e.getCause() instanceof ReleaseException known) {
                throw known;
            }
            throw unreadable(damaged.resolve(name(file)), e);
        }
    }

    private static ReleaseException unreadable(Path file, Throwable why) {
        return new ReleaseException(Sentence.of("state.unreadable", file, reason(why)), why);
    }

    private byte[] bytes(Path file) throws IOException {
        return seal.bytes(Files.readString(file));
    }

    private ToldLines told(String id) {
        Path file = file(id + TOLD);
        try {
            return Files.exists(file) ? ReleaseBytes.object(bytes(file), ToldLines.class) : new ToldLines();
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            LOGGER.log(Level.FINE, e, () -> "The lines of " + id);
            return new ToldLines();
        }
    }

    private ReleaseRecord record(String id) {
        Path file = file(id + RECORD);
        try {
            String text = Files.exists(file) ? seal.open(Files.readString(file)) : null;
            return text == null ? null : ReleaseRecord.of(text);
        } catch (IOException | RuntimeException | LinkageError e) {
            LOGGER.log(Level.FINE, e, () -> "The record of " + id);
            return null;
        }
    }

    /** Moves a release's files to the folder {@code damaged}: it can't go on. */
    public void setAside(String id) {
        for (String end : ENDS) {
            try {
                Path file = file(id + end);
                if (Files.exists(file)) {
                    Files.createDirectories(damaged);
                    Files.move(file, damaged.resolve(name(file)), StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "A release that can't go on can't be set aside: " + id, e);
            }
        }
    }

    /** Why a release that was set aside can't go on; null if none of this id was. */
    public ReleaseException damage(String id) {
        Path file = damaged.resolve(id);
        return Files.exists(file) ? unreadable(file, new IOException("it is damaged")) : null;
    }

    /** Deletes a release that nobody needs any more. */
    public void delete(String id) {
        for (String end : ENDS) {
            try {
                Files.deleteIfExists(file(id + end));
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The state of a release that is over can't be deleted: " + id, e);
            }
        }
    }

    private Path file(String name) {
        return running.resolve(name);
    }
}
