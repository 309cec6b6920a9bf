package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.bluegreen.discord.message.Limits;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/**
 * Reads the files of a workspace that Discord gets: on the agent, in one remote call, so that the controller opens
 * nothing that an agent names. Only regular files are read, of which none is reached by a link; what a build puts there
 * is bounded in number, bytes and time.
 */
final class FilesOfWorkspace extends MasterToSlaveFileCallable<FilesOfWorkspace.Found> {
    private static final long serialVersionUID = 1L;

    /** Files and folders that are looked at. */
    static final int MOST_SEEN = 100_000;
    /** Files that are remembered, in the order of their paths, before those of the message are chosen. */
    private static final int MOST_KEPT = 1_000;
    /** Names of files that are told to have been left out. */
    static final int MOST_NAMED = 10;

    /** As Ant does by default. */
    private static final Set<String> NOT_LOOKED_INTO = Set.of(".git", ".svn", ".hg", ".bzr", "CVS", "SCCS");

    private final ArrayList<String> patterns;

    /** @param patterns Ant patterns, relative to the workspace */
    FilesOfWorkspace(List<String> patterns) {
        this.patterns = new ArrayList<>(patterns);
    }

    /** What the agent found. An agent may lie in every field. */
    static final class Found implements Serializable {
        private static final long serialVersionUID = 1L;

        /** The bytes by path. */
        final TreeMap<String, byte[]> files = new TreeMap<>();
        /** Paths that match, and are too many or too large; the first of them. */
        final ArrayList<String> leftOut = new ArrayList<>();
        /** Paths that match, and are links, devices, pipes or unreadable; the first of them. */
        final ArrayList<String> unfit = new ArrayList<>();
        /** The number of all that match. */
        int matches;
        /** Whether the workspace has more files than are looked at. */
        boolean tooMany;
    }

    @Override
    public Found invoke(File workspace, VirtualChannel channel) throws IOException {
        return read(workspace.toPath(), MOST_SEEN);
    }

    Found read(Path workspace, int mostSeen) throws IOException {
        Found found = new Found();
        if (!Files.isDirectory(workspace)) {
            return found;
        }
        Path root = workspace.toRealPath();
        Walk walk = new Walk(root, new PathPatterns(patterns), mostSeen, found);
        Files.walkFileTree(root, walk);
        long left = Limits.FILE_BYTES;
        for (var entry : walk.kept.entrySet()) {
            byte[] bytes = null;
            if (found.files.size() < Limits.FILES && entry.getValue() <= left) {
                try {
                    bytes = content(root, root.resolve(entry.getKey()), (int) left);
                } catch (IOException e) {
                    walk.name(found.unfit, entry.getKey());
                    continue;
                }
            }
            if (bytes == null) {
                walk.name(found.leftOut, entry.getKey());
            } else {
                found.files.put(walk.shown(entry.getKey()), bytes);
                left -= bytes.length;
            }
        }
        return found;
    }

    /** The bytes; null if there are more than {@code most}, whatever the file's size was before. */
    private static byte[] content(Path root, Path file, int most) throws IOException {
        // a build may have put a link into the place of what was seen
        if (!file.getParent().toRealPath().startsWith(root)
                || !Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isRegularFile()) {
            throw new IOException("no regular file any more");
        }
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (InputStream in = Channels.newInputStream(Files.newByteChannel(file, options))) {
            byte[] bytes = in.readNBytes(most + 1);
            return bytes.length > most ? null : bytes;
        }
    }

    /** Goes through the folders that may hold a match, following no link. */
    private static final class Walk extends SimpleFileVisitor<Path> {
        /** The sizes of regular files that match, by path. */
        final TreeMap<Path, Long> kept = new TreeMap<>();

        private final Path root;
        private final PathPatterns patterns;
        private final int mostSeen;
        private final Found found;
        private int seen;

        Walk(Path root, PathPatterns patterns, int mostSeen, Found found) {
            this.root = root;
            this.patterns = patterns;
            this.mostSeen = mostSeen;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            boolean skipped = NOT_LOOKED_INTO.contains(folder.getFileName().toString());
            return skipped || !patterns.mayBeIn(root.relativize(folder)) ? FileVisitResult.SKIP_SUBTREE : next();
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path path = root.relativize(file);
            if (patterns.match(path)) {
                found.matches++;
                if (!attributes.isRegularFile()) {
                    name(found.unfit, path);
                } else {
                    kept.put(path, attributes.size());
                    if (kept.size() > MOST_KEPT) {
                        kept.pollLastEntry();
                    }
                }
            }
            return next();
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) {
            if (patterns.match(root.relativize(file))) {
                found.matches++;
                name(found.unfit, root.relativize(file));
            }
            return next();
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException problem) {
            return FileVisitResult.CONTINUE;
        }

        private FileVisitResult next() {
            found.tooMany = ++seen > mostSeen || Thread.currentThread().isInterrupted();
            return found.tooMany ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        void name(List<String> names, Path path) {
            if (names.size() < MOST_NAMED) {
                names.add(shown(path));
            }
        }

        String shown(Path path) {
            return path.toString().replace('\\', '/');
        }
    }
}
