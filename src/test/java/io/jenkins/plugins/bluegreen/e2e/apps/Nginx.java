package io.jenkins.plugins.bluegreen.e2e.apps;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
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

/**
 * Nginx of Debian's packages, which are unpacked in the user's cache folder and not installed. It stands in for the
 * image {@code nginxinc/nginx-unprivileged}.
 */
final class Nginx {
    private static final Path OURS = Path.of("src/test/resources/io/jenkins/plugins/bluegreen/e2e/apps/nginx");
    private static final Path SHELL = Path.of("/bin/dash");
    private static final Path SLEEP = Path.of("/bin/sleep");
    private static final List<String> PACKAGES = List.of("nginx", "nginx-common");

    private final Path root;

    private Nginx(Path root) {
        this.root = root;
    }

    /** Fetches the packages. Where apt has none, the test that asks is skipped. */
    static Nginx unpacked() throws IOException, InterruptedException {
        boolean debian = Stream.of("apt-get", "dpkg-deb").allMatch(name -> Cache.program(name).isPresent());
        assumeTrue(debian && Files.isExecutable(SHELL), "This is no Debian, whose package of Nginx would be used");
        Nginx nginx = new Nginx(Cache.made("nginx", name(), folder -> {
            apt(folder, "download");
            try (Stream<Path> packages = Files.list(folder)) {
                for (Path one : packages.toList()) {
                    Command.run(folder, Map.of(), List.of("dpkg-deb", "-x", one.toString(), "root"));
                }
            }
        }).resolve("root"));
        String libraries = Command.run(null, Map.of(), List.of("ldd", nginx.program().toString()));
        assumeFalse(libraries.contains("not found"), () -> "Nginx' libraries are not all there:\n" + libraries);
        return nginx;
    }

    /** The name of the package's file, which has its version. */
    private static String name() throws InterruptedException {
        try {
            String uris;
            try {
                uris = apt(null, "download", "--print-uris");
            } catch (IOException e) {
                Command.run(null, Map.of(), List.of("apt-get", "-q", "update"));
                uris = apt(null, "download", "--print-uris");
            }
            return Pattern.compile("nginx_[^ ]*(?=\\.deb )")
                    .matcher(uris)
                    .results()
                    .findFirst()
                    .orElseThrow(() -> new IOException("apt-get names no package of Nginx"))
                    .group();
        } catch (IOException e) {
            return abort("Debian's package of Nginx can't be fetched: " + e.getMessage());
        }
    }

    private static String apt(Path folder, String... words) throws IOException, InterruptedException {
        List<String> command = Stream.of(Stream.of("apt-get", "-q"), Stream.of(words), PACKAGES.stream())
                .flatMap(part -> part)
                .toList();
        return Command.run(folder, Map.of(), command);
    }

    private Path program() {
        return root.resolve("usr/sbin/nginx");
    }

    /** Makes an image that serves a site. Its variable START_DELAY is a time in seconds before Nginx starts. */
    void serving(Path site, String image) throws IOException, InterruptedException {
        NewImage.running("/bin/sh /start.sh")
                .with(OURS.resolve("start.sh"), "/start.sh")
                .with(SHELL, "/bin/sh")
                .with(SLEEP, "/bin/sleep")
                .with(program(), "/bin/nginx")
                .with(root.resolve("etc/nginx/mime.types"), "/etc/nginx/mime.types")
                .with(OURS.resolve("nginx.conf"), "/etc/nginx/nginx.conf")
                .with(site, "/usr/share/nginx/html")
                .withLibrariesOf(SHELL, SLEEP, program())
                .make(image);
    }
}
