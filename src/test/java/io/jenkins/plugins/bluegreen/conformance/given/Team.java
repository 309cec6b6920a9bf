package io.jenkins.plugins.bluegreen.conformance.given;

import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A team's repository as it is: what runs in its cluster, the manifests that nobody wants to edit, and the call that
 * releases them.
 */
public final class Team {
    private static final Path FOLDERS =
            Path.of("src/test/resources/io/jenkins/plugins/bluegreen/conformance/manifests/teams");

    private final Path folder;
    private final String call;

    private Team(String name) {
        folder = FOLDERS.resolve(name);
        call = text(folder.resolve("step.groovy"));
    }

    /** The repository in a folder of this name. */
    public static Team named(String name) {
        return new Team(name);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What runs before the first release; empty: nothing. */
    public Optional<String> live() {
        Path live = folder.resolve("live.yaml");
        return Files.exists(live) ? Optional.of(text(live)) : Optional.empty();
    }

    /** The files that the call's patterns choose, by their names. */
    public Map<String, String> manifests() {
        Map<String, String> chosen = new TreeMap<>();
        List<String> patterns = Stream.of(parameter("manifests").split(",")).map(String::strip).toList();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                Path name = folder.relativize(file);
                boolean out = patterns.stream()
                        .anyMatch(pattern -> pattern.startsWith("!") && matches(pattern.substring(1), name));
                if (!out && patterns.stream().anyMatch(pattern -> matches(pattern, name))) {
                    chosen.put(name.toString(), text(file));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return chosen;
    }

    private static boolean matches(String pattern, Path name) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(name);
    }

    /** The parameters of the call, but for its image, with the files. */
    public void parameters(ReleaseSpec.Builder spec) {
        manifests().forEach(spec::manifest);
        Optional.ofNullable(parameter("app")).ifPresent(spec::application);
        Optional.ofNullable(parameter("placeholders")).ifPresent(spec::placeholders);
        Matcher health = Pattern.compile("health: (actuator|http)\\(path: '([^']*)', port: (\\d+)\\)").matcher(call);
        if (health.find()) {
            String path = health.group(2);
            int port = Integer.parseInt(health.group(3));
            spec.health(health.group(1).equals("http") ? HealthCheck.http(path, port) : HealthCheck.actuator(path, port));
        }
    }

    /** The same with another tag in all images. */
    public void parameters(ReleaseSpec.Builder spec, String tag) {
        parameters(spec);
        Matcher several = Pattern.compile("images: \\[([^]]*)]").matcher(call);
        if (several.find()) {
            Matcher each = Pattern.compile("(\\w+): '([^']*):[^':]*'").matcher(several.group(1));
            while (each.find()) {
                spec.image(each.group(1), each.group(2) + ":" + tag);
            }
        } else {
            spec.image(parameter("image").replaceAll(":[^:]*$", ":" + tag));
        }
    }

    private String parameter(String name) {
        Matcher value = Pattern.compile("\\b" + name + ": '([^']*)'").matcher(call);
        return value.find() ? value.group(1) : null;
    }
}
