package io.jenkins.plugins.bluegreen.e2e.given;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What these tests fetch and build once and keep, in the user's cache folder; and the programs that they find. */
public final class Cache {
    private static final int DIGEST_BYTES = 6;

    /** Fills a new folder. */
    @FunctionalInterface
    public interface Maker {
        void make(Path folder) throws IOException, InterruptedException;
    }

    private Cache() {}

    /**
     * A folder with what was made once from {@code inputs}, a text that differs whenever the result would.
     *
     * @param name what it is, for people who look into the cache
     */
    public static synchronized Path made(String name, String inputs, Maker maker)
            throws IOException, InterruptedException {
        Path folder = folder().resolve(name + "-" + digest(inputs));
        if (!Files.exists(folder)) {
            Files.createDirectories(folder());
            Path building = Files.createTempDirectory(folder(), name);
            maker.make(building);
            Files.move(building, folder);
        }
        return folder;
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The texts of all files below a folder of {@code root}, by their paths below {@code root}. */
    public static SortedMap<String, String> texts(Path root, String folder) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root.resolve(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    /** The folder, which may not exist yet. */
    public static Path folder() {
        String folder = System.getenv("XDG_CACHE_HOME");
        Path base = folder == null || folder.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(folder);
        return base.resolve("blue-green-deploy-e2e");
    }

    /** A program in the {@code PATH}. */
    public static Optional<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
