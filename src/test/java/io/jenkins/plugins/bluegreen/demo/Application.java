package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An application under {@code examples/}.
 *
 * @param drain how its old Pods close kept-alive connections; null if they keep them until they end
 * @param variables values of the placeholders in its manifests
 */
public record Application(String name, HealthCheck health, Drain drain, Map<String, String> variables) {
    private static final String HEALTH = "/actuator/health";

    /**
     * Nginx with substituted values. Depending on its environment, the demo's image answers 503 on its health path.
     */
    static Application frontend() {
        return new Application(
                "frontend",
                often(HealthCheck.http(HEALTH, 8080)),
                null,
                Map.of("SERVER_NAME", "shop.example.com", "API_HOST", "backend"));
    }

    /** Spring Boot with its Actuator, and a path that makes it ask clients to close their connections. */
    public static Application backend() {
        return new Application(
                "backend",
                often(HealthCheck.actuator(HEALTH, 8080)),
                new Drain("/drain", 8080, null, 1),
                Map.of("DB_HOST", "db.example.com", "DB_USER", "backend", "DB_PASSWORD", "a-password-of-the-demo"));
    }

    private static HealthCheck often(HealthCheck check) {
        return check.withThresholds(1, 2).withTiming(1, 2);
    }

    /** A ConfigMap that the examples read as environment if it exists. */
    ManifestSource overrides(Map<String, String> environment) {
        StringBuilder text = new StringBuilder("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ")
                .append(name)
                .append("-overrides\ndata:\n");
        new TreeMap<>(environment).forEach((key, value) ->
                text.append("  ").append(key).append(": \"").append(value).append("\"\n"));
        return new ManifestSource("overrides.yaml", text.toString());
    }

    /** The files of {@code examples/<name>/k8s}, by name; the working directory is the repository. */
    public List<ManifestSource> manifests() throws IOException {
        Path folder = Path.of("examples", name, "k8s");
        List<ManifestSource> sources = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
                sources.add(new ManifestSource(file.toString(), Files.readString(file)));
            }
        }
        return sources;
    }
}
