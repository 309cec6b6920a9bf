package io.jenkins.plugins.bluegreen.e2e.apps;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.bluegreen.e2e.given.Cache;
import io.jenkins.plugins.bluegreen.e2e.given.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Java runtime for images, made once by {@code jlink} from the JDK that runs the tests. */
final class JavaRuntime {
    private static final String MODULES = "java.desktop,java.instrument,java.management,java.naming,java.net.http,"
            + "java.prefs,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,jdk.crypto.ec,"
            + "jdk.management,jdk.unsupported";
    /** What needs a screen, and libraries for it. */
    private static final Pattern DESKTOP = Pattern.compile("lib(awt|font|javajpeg|lcms|mlib|jsound|splash|freetype).*");

    private JavaRuntime() {}

    /** The runtime's folder. Without {@code jlink} the test that asks for it is skipped. */
    static Path folder() throws IOException, InterruptedException {
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        assumeTrue(Files.isExecutable(jlink), "The JDK has no jlink, which makes a Java runtime for images");
        return Cache.made("java-" + System.getProperty("java.version"), MODULES, folder -> {
            Path jre = folder.resolve("jre");
            Command.run(null, Map.of(), List.of(jlink.toString(), "--add-modules", MODULES, "--strip-debug",
                    "--no-header-files", "--no-man-pages", "--output", jre.toString()));
            // classes that are shared make each start a second shorter
            Command.run(null, Map.of(), List.of(jre.resolve("bin/java").toString(), "-Xshare:dump"));
        }).resolve("jre");
    }

    /** Adds the runtime to an image, as {@code /jre}, with the libraries of the machine that it loads. */
    static NewImage in(NewImage image) throws IOException, InterruptedException {
        Path jre = folder();
        image.with(jre, "/jre").withLibrariesOf(jre.resolve("bin/java"));
        try (Stream<Path> files = Files.walk(jre.resolve("lib"))) {
            image.withLibrariesOf(files.filter(file -> file.toString().endsWith(".so"))
                    .filter(file -> !DESKTOP.matcher(file.getFileName().toString()).matches())
                    .toArray(Path[]::new));
        }
        // two JVMs start at once on two cores, and live for a minute: the optimizing compiler would only be in the way
        return image.environment("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
    }
}
