package io.jenkins.plugins.bluegreen.jenkins.store;

import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The records of the releases that are over, the newest {@value #MOST} of an application: a JSON file each, in
 * {@code history/<cluster>/<namespace>/<application>/}. No failure of it is a failure of a release.
 */
public final class ReleaseHistory {
    /** How many records an application has. */
    public static final int MOST = 100;

    private static final Logger LOGGER = Logger.getLogger(ReleaseHistory.class.getName());
    private static final String RECORD = ".json";

    private final Path history;

    /** A history in a folder, which is created when it is needed. */
    public ReleaseHistory(Path folder) {
        history = folder.resolve("history");
    }

    /** Whether there was a release. */
    public boolean isThere() {
        return Files.isDirectory(history);
    }

    /** Keeps the record of a release, without what was measured. */
    public void add(ReleaseFacts facts, String cluster, ReleaseView state, ReleaseResult result) {
        add(facts, () -> ReleaseRecord.of(facts, cluster, state, result));
    }

    /**
     * Keeps the record of a release, once for each id, and forgets the oldest ones.
     *
     * @return the record; null if there can be none
     */
    public synchronized ReleaseRecord add(ReleaseFacts facts, Supplier<ReleaseRecord> ended) {
        ReleaseRecord record = null;
        try {
            record = ended.get();
            Path folder = folder(record.cluster(), record.namespace(), record.application());
            String name = String.format(Locale.ROOT, "%013d-%s%s", facts.startedAt(), record.id(), RECORD);
            AtomicFiles.write(folder.resolve(name), record.toJson(), true);
            List<Path> files = records(folder);
            for (Path old : files.subList(0, Math.max(0, files.size() - MOST))) {
                Files.deleteIfExists(old);
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The record of release " + facts.id() + " can't be kept", e);
        }
        return record;
    }

    /** The records of an application, the newest first. One that can't be read is left out. */
    public List<ReleaseRecord> of(String cluster, String namespace, String application) {
        return newestFirst(cluster, namespace, application).toList();
    }

    /** The same, each read when it is asked for. */
    public Stream<ReleaseRecord> newestFirst(String cluster, String namespace, String application) {
        List<Path> newest = new ArrayList<>();
        try {
            newest.addAll(records(folder(cluster, namespace, application)));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Records of releases can't be read", e);
        }
        Collections.reverse(newest);
        return newest.stream().map(ReleaseHistory::read).filter(Objects::nonNull);
    }

    private static ReleaseRecord read(Path file) {
        try {
            return ReleaseRecord.of(Files.readString(file));
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "No record of a release: " + file);
            return null;
        }
    }

    /** The record of one release of an application; null if there is none, or it can't be read. */
    public ReleaseRecord find(String cluster, String namespace, String application, String id) {
        try {
            for (Path file : records(folder(cluster, namespace, application))) {
                String name = file.getFileName().toString();
                if (name.substring(name.indexOf('-') + 1).equals(id + RECORD)) {
                    return ReleaseRecord.of(Files.readString(file));
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "No record of release " + id);
        }
        return null;
    }

    /**
     * The releases of an application before and after one of them.
     *
     * @param previous null: there is none, or it is forgotten
     * @param next null: there is none yet
     */
    public record Neighbours(ReleaseRecord previous, ReleaseRecord next) {}

    /**
     * The neighbours of a release. Reads their records alone.
     *
     * @param over whether it is over; one that runs comes after all others
     */
    public Neighbours neighbours(String cluster, String namespace, String application, String id, boolean over) {
        try {
            List<Path> files = records(folder(cluster, namespace, application));
            int own = 0;
            while (own < files.size() && !files.get(own).toString().endsWith("-" + id + RECORD)) {
                own++;
            }
            boolean forgotten = over && own == files.size();
            return forgotten
                    ? new Neighbours(null, null)
                    : new Neighbours(at(files, own - 1), at(files, own + 1));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Records of releases can't be read", e);
            return new Neighbours(null, null);
        }
    }

    private static ReleaseRecord at(List<Path> files, int index) throws IOException {
        return index < 0 || index >= files.size() ? null : ReleaseRecord.of(Files.readString(files.get(index)));
    }

    /** The newest record of an application; null if there is none that can be read. */
    public ReleaseRecord newest(String cluster, String namespace, String application) {
        try {
            List<Path> files = records(folder(cluster, namespace, application));
            return files.isEmpty() ? null : ReleaseRecord.of(Files.readString(files.get(files.size() - 1)));
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "No newest record of " + application);
            return null;
        }
    }

    /** The namespaces of a cluster in which this controller has released something. */
    public List<String> namespaces(String cluster) {
        Path folder = history.resolve(encoded(cluster));
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.map(each -> URLDecoder.decode(each.getFileName().toString(), StandardCharsets.UTF_8))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "No namespaces of " + cluster);
            return List.of();
        }
    }

    private static List<Path> records(Path folder) throws IOException {
        return AtomicFiles.in(folder).stream()
                .filter(file -> file.toString().endsWith(RECORD))
                .toList();
    }

    private Path folder(String cluster, String namespace, String application) {
        return history.resolve(encoded(cluster)).resolve(encoded(namespace)).resolve(encoded(application));
    }

    /** As the name of a folder: no name leads anywhere else, and none is empty. */
    private static String encoded(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("*", "%2A");
        return encoded.isEmpty() ? "_" : encoded.replaceFirst("^[.]", "%2E");
    }

    /**
     * Keeps which Discord webhook a build's release has notified: its own, else that of the block that shows it. A user's
     * release has the choice of a former one.
     */
    public void keepWebhook(ReleaseFacts facts, ReleaseRecord record) {
        if (facts.user() != null) {
            return;
        }
        try {
            Path file = webhookFile(record.cluster(), record.namespace(), record.application());
            String notified = facts.webhook() == null ? facts.blockWebhook() : facts.webhook();
            if (notified == null) {
                Files.deleteIfExists(file);
            } else {
                AtomicFiles.write(file, notified, false);
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The webhook of release " + facts.id() + " can't be kept", e);
        }
    }

    /** The webhook that the newest release of a build has notified, as {@link ReleaseFacts#webhook}; null: none. */
    public String webhook(String cluster, String namespace, String application) {
        Path file = webhookFile(cluster, namespace, application);
        try {
            return Files.exists(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "No webhook of " + application);
            return null;
        }
    }

    private Path webhookFile(String cluster, String namespace, String application) {
        return folder(cluster, namespace, application).resolve("webhook");
    }
}
