package io.jenkins.plugins.bluegreen.e2e.given;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Programs that Go builds from their modules. They are kept in the user's cache folder, by their versions. */
public final class GoPrograms {
    private static final Map<String, String> MODULES = new TreeMap<>(Map.of(
            "helm", "helm.sh/helm/v3/cmd/helm@v3.19.2",
            "kustomize", "sigs.k8s.io/kustomize/kustomize/v5@v5.8.0"));

    private GoPrograms() {}

    /**
     * Builds a program, which takes minutes the first time. Without Go the test that asks for it is skipped.
     *
     * @param name {@code helm} or {@code kustomize}
     * @return the folder that holds it, and nothing else
     */
    public static synchronized Path folderOf(String name) throws IOException, InterruptedException {
        String module = MODULES.get(name);
        Path folder = Cache.folder().resolve(name + "-" + module.substring(module.indexOf('@') + 1));
        if (!Files.isExecutable(folder.resolve(name))) {
            assumeTrue(Cache.program("go").isPresent(), "Go is not there, which builds " + name);
            install(module, Files.createDirectories(folder));
        }
        return folder;
    }

    private static void install(String module, Path folder) throws IOException, InterruptedException {
        Command.run(null, Map.of("GOBIN", folder.toString()), List.of("go", "install", module));
    }
}
