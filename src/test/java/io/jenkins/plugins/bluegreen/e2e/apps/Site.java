package io.jenkins.plugins.bluegreen.e2e.apps;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.bluegreen.e2e.given.Cache;
import io.jenkins.plugins.bluegreen.e2e.given.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The pages of {@code examples/frontend}, built by npm as its Jenkinsfile does. They are kept, by their sources. */
final class Site {
    private static final Path SOURCES = Path.of("examples", "frontend");
    private static final List<String> NOT_SOURCES = List.of("node_modules", "dist", "k8s", "Jenkinsfile", "Dockerfile");

    private final Path folder;

    private Site(Path folder) {
        this.folder = folder;
    }

    /** Builds a site of each version, after the example's own tests. Without npm the test that asks is skipped. */
    static Site built(String... versions) throws IOException, InterruptedException {
        SortedMap<String, String> sources = Cache.texts(SOURCES, "");
        sources.keySet().removeIf(name -> NOT_SOURCES.contains(Path.of(name).getName(0).toString()));
        assumeTrue(Cache.program("npm").isPresent(), "npm is not there, which builds the frontend's site");
        return new Site(Cache.made("frontend", sources + String.join(" ", versions), folder -> {
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path file = folder.resolve(source.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, source.getValue());
            }
            Command.run(folder, Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund"));
            Command.run(folder, Map.of(), List.of("npm", "test"));
            for (String version : versions) {
                Command.run(folder, Map.of("VITE_VERSION", version), List.of("npm", "run", "build"));
                Files.move(folder.resolve("dist"), folder.resolve(version));
            }
        }));
    }

    /** The folder of the site that shows this version. */
    Path version(String version) {
        return folder.resolve(version);
    }
}
