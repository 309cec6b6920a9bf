package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.AbortException;
import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.CommaSeparated;
import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import jenkins.MasterToSlaveFileCallable;

/** Reads manifests of a workspace. */
public final class ManifestFiles {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int LIMIT = 4 * MEBIBYTE;

    private ManifestFiles() {}

    /**
     * Begins to read files of the workspace, ordered by their paths. Waits for no agent.
     *
     * @param patterns Ant patterns, separated by commas, relative to the workspace; {@code !} excludes files
     * @return to be given to {@link #got}
     * @throws AbortException if there is no workspace, or a pattern leads out of it
     */
    public static Future<TreeMap<String, String>> begin(FilePath workspace, String patterns)
            throws IOException, InterruptedException {
        if (workspace == null) {
            throw new AbortException(Messages.ManifestFiles_noWorkspace());
        }
        List<String> included = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        for (String written : CommaSeparated.split(patterns)) {
            boolean out = written.startsWith("!");
            String pattern = out ? written.substring(1).strip() : written;
            if (leadsOut(pattern)) {
                throw new AbortException(Messages.ManifestFiles_outside(pattern));
            }
            (out ? excluded : included).add(pattern);
        }
        if (included.isEmpty()) {
            throw new AbortException(Messages.ManifestFiles_noPattern());
        }
        return workspace.actAsync(new Reading(patterns, String.join(",", included), String.join(",", excluded)));
    }

    /**
     * Waits for the files.
     *
     * @throws AbortException if nothing matches, the files exceed 4 MiB, or one is not UTF-8
     */
    public static List<ManifestSource> got(Future<TreeMap<String, String>> reading)
            throws IOException, InterruptedException {
        List<ManifestSource> manifests = new ArrayList<>();
        try {
            reading.get().forEach((name, text) -> manifests.add(new ManifestSource(name, text)));
        } catch (InterruptedException e) {
            reading.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException refused ? refused : new IOException(e.getCause());
        }
        return manifests;
    }

    /** Reads files as {@link #begin} and {@link #got} do. */
    public static List<ManifestSource> read(FilePath workspace, String patterns)
            throws IOException, InterruptedException {
        return got(begin(workspace, patterns));
    }

    private static boolean leadsOut(String pattern) {
        String path = pattern.replace('\\', '/');
        return path.startsWith("/") || path.matches("[A-Za-z]:.*") || List.of(path.split("/")).contains("..");
    }

    /** Runs on the agent, so that any number of files takes one remote call. */
    private static final class Reading extends MasterToSlaveFileCallable<TreeMap<String, String>> {
        private static final long serialVersionUID = 1L;

        private final String patterns;
        private final String included;
        private final String excluded;

        Reading(String patterns, String included, String excluded) {
            this.patterns = patterns;
            this.included = included;
            this.excluded = excluded;
        }

        @Override
        public TreeMap<String, String> invoke(File workspace, VirtualChannel channel)
                throws IOException, InterruptedException {
            FilePath[] files = workspace.isDirectory()
                    ? new FilePath(workspace).list(included, excluded)
                    : new FilePath[0];
            if (files.length == 0) {
                throw new AbortException(Messages.ManifestFiles_none(patterns));
            }
            Path root = workspace.toPath().toRealPath();
            long size = 0;
            TreeMap<String, Path> paths = new TreeMap<>();
            for (FilePath found : files) {
                Path file = Path.of(found.getRemote());
                String name = workspace.toPath().relativize(file).toString().replace('\\', '/');
                if (!file.toRealPath().startsWith(root)) {
                    throw new AbortException(Messages.ManifestFiles_linkedOutside(name));
                }
                paths.put(name, file);
                size += Files.size(file);
            }
            if (size > LIMIT) {
                throw new AbortException(
                        Messages.ManifestFiles_tooLarge(patterns, paths.size(), size / MEBIBYTE, LIMIT / MEBIBYTE));
            }
            return texts(paths);
        }

        private static TreeMap<String, String> texts(TreeMap<String, Path> paths) throws IOException {
            TreeMap<String, String> texts = new TreeMap<>();
            for (var entry : paths.entrySet()) {
                try {
                    texts.put(entry.getKey(), Files.readString(entry.getValue()));
                } catch (CharacterCodingException e) {
                    throw new AbortException(Messages.ManifestFiles_notUtf8(entry.getKey()));
                }
            }
            return texts;
        }
    }
}
