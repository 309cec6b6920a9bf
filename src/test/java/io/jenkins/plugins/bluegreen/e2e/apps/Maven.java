package io.jenkins.plugins.bluegreen.e2e.apps;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.bluegreen.e2e.given.Cache;
import io.jenkins.plugins.bluegreen.e2e.given.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Maven, which brings what there is no other client for. */
final class Maven {
    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy";

    private Maven() {}

    /** Runs it in a folder outside of the project. Without it the test that asks for it is skipped. */
    static void run(Path folder, String... arguments) throws IOException, InterruptedException {
        Optional<Path> mvn = Cache.program("mvn");
        assumeTrue(mvn.isPresent(), "Maven is not in the PATH");
        List<String> command = new ArrayList<>(List.of(mvn.get().toString(), "-B", "-q"));
        command.addAll(List.of(arguments));
        Command.run(folder, Map.of("MAVEN_OPTS", "-Djansi.noreset=true"), command);
    }

    /** Copies a jar, {@code group:artifact:version}, into a folder. */
    static void copy(String artifact, Path folder) throws IOException, InterruptedException {
        run(folder, COPY, "-Dartifact=" + artifact, "-DoutputDirectory=" + folder);
    }
}
