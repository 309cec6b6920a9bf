package io.jenkins.plugins.bluegreen.e2e.given;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that Go builds from their modules. They are kept in the user's cache folder, by their versions. */
public final class GoPrograms {
    private static final Map<String, String> MODULES = new TreeMap<>(Map.of(
            "helm", "helm.sh/helm/v3/cmd/helm@v3.19.2",
            "kustomize", "sigs.k8s.io/kustomize/kustomize/v5@v5.8.0"));
    private static final int MINUTES = 20;

    private GoPrograms() {}

    /**
     * Builds a program, which takes minutes the first time. Without Go the test that asks for it is skipped.
     *
     * @param name {@code helm} or {@code kustomize}
     * @return the folder that holds it, and nothing else
     */
    public static synchronized Path folderOf(String name) throws IOException, InterruptedException {
        String module = MODULES.get(name);
        Path folder = cache().resolve(name + "-" + module.substring(module.indexOf('@') + 1));
        if (!Files.isExecutable(folder.resolve(name))) {
            assumeTrue(isThere("go"), "Go is not there, which builds " + name);
            install(module, Files.createDirectories(folder));
        }
        return folder;
    }

    private static Path cache() {
        String folder = System.getenv("XDG_CACHE_HOME");
        Path base = folder == null || folder.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(folder);
        return base.resolve("blue-green-deploy-e2e");
    }

    /** Whether a program is in the {@code PATH}. */
    private static boolean isThere(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    private static void install(String module, Path folder) throws IOException, InterruptedException {
        Path log = folder.resolveSibling(folder.getFileName() + ".log");
        ProcessBuilder go = new ProcessBuilder("go", "install", module)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        go.environment().put("GOBIN", folder.toString());
        Process process = go.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("go install " + module + " failed: " + Files.readString(log));
        }
    }
}
