package io.jenkins.plugins.bluegreen.e2e.given;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What these tests fetch and build once and keep, in the user's cache folder; and the programs that they find. */
public final class Cache {
    private Cache() {}

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
