package io.jenkins.plugins.bluegreen.e2e.apps;

import io.jenkins.plugins.bluegreen.e2e.given.Cache;
import io.jenkins.plugins.bluegreen.e2e.given.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The image of {@code examples/backend}: built, with its own tests, as its {@code build.gradle} says, and made of the
 * parts that its {@code Dockerfile} names, on a Java runtime.
 */
public final class BackendImage {
    /** The name without its tag. */
    public static final String NAME = "local/shop-backend";

    private static final Path EXAMPLE = Path.of("examples", "backend");
    private static final Set<String> MADE = new TreeSet<>();

    private BackendImage() {}

    /** Makes it under each of these tags; all are the same. Without what it needs the test is skipped. */
    public static synchronized void make(String... tags) throws IOException, InterruptedException {
        List<String> names = Stream.of(tags)
                .map(tag -> NAME + ":" + tag)
                .filter(name -> !MADE.contains(name))
                .toList();
        if (names.isEmpty()) {
            return;
        }
        NewImage.assumePossible();
        Dockerfile dockerfile = Dockerfile.read(EXAMPLE.resolve("Dockerfile"));
        Path parts = parts(dockerfile);
        NewImage image = JavaRuntime.in(NewImage.running(entrypoint(dockerfile)));
        for (String part : dockerfile.copied()) {
            image.with(parts.resolve(part), dockerfile.folder());
        }
        image.make(names.toArray(String[]::new));
        MADE.addAll(names);
    }

    private static String entrypoint(Dockerfile dockerfile) throws IOException {
        List<String> program = new ArrayList<>(dockerfile.entrypoint());
        program.set(0, "/jre/bin/" + program.get(0));
        int jar = program.indexOf("-jar") + 1;
        program.set(jar, dockerfile.folder() + "/" + program.get(jar));
        return String.join(" ", program);
    }

    /** What the first stage of the Dockerfile makes. */
    private static Path parts(Dockerfile dockerfile) throws IOException, InterruptedException {
        GradleBuild build = GradleBuild.read(EXAMPLE.resolve("build.gradle"));
        return Cache.made("backend", build.pom() + dockerfile.run() + sources(), folder -> {
            Files.writeString(folder.resolve("pom.xml"), build.pom());
            for (String file : sources().keySet()) {
                Path copy = folder.resolve(file);
                Files.createDirectories(copy.getParent());
                Files.copy(EXAMPLE.resolve(file), copy);
            }
            Maven.run(folder, "package");
            String jar = build.jar() + ".jar";
            Files.copy(folder.resolve("target").resolve(jar), folder.resolve(jar));
            List<String> run = new ArrayList<>(dockerfile.run());
            run.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
            Command.run(folder, Map.of(), run);
        });
    }

    /** The texts of the sources, by their paths. */
    private static Map<String, String> sources() throws IOException {
        return Cache.texts(EXAMPLE, "src");
    }
}
