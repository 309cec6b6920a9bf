package io.jenkins.plugins.bluegreen.e2e.apps;

import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of {@code examples}: its manifests, and the parameters of the release in its Jenkinsfile. */
final class Example {
    private final Map<String, String> manifests = new TreeMap<>();
    private final String call;

    private Example(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("k8s"))) {
            for (Path file : files.toList()) {
                // the only change: node ports are the way in
                manifests.put("k8s/" + file.getFileName(), Files.readString(file)
                        .replace("spec:\n  selector:", "spec:\n  type: NodePort\n  selector:"));
            }
        }
        call = first("(?s)blueGreenDeploy\\((.*)\\)", Files.readString(folder.resolve("Jenkinsfile")));
    }

    static Example named(String name) {
        try {
            return new Example(Path.of("examples", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets a release's application, manifests, health check, and those variables that the Jenkinsfile has as texts. */
    void release(ReleaseSpec.Builder spec) {
        rollBack(spec);
        manifests.forEach(spec::manifest);
        Matcher literals = Pattern.compile("(\\w+): '([^']*)'").matcher(first("variables: \\[(.*?)]", call));
        while (literals.find()) {
            spec.variable(literals.group(1), literals.group(2));
        }
    }

    /** Sets what a rollback has of this: application and health check. */
    void rollBack(ReleaseSpec.Builder spec) {
        spec.application(first("\\bapp: '([^']*)'", call));
        spec.health(HealthCheck.http(
                first("health: http\\(path: '([^']*)'", call),
                Integer.parseInt(first("health: http\\([^)]*port: (\\d+)", call))));
    }

    /** How often the URL that the Jenkinsfile watches may fail. */
    int maxFailures() {
        return Integer.parseInt(first("maxFailures: (\\d+)", call));
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("The example has no " + pattern);
        }
        return matcher.group(1);
    }
}
