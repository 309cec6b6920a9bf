package io.jenkins.plugins.bluegreen.e2e.monitoring;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.bluegreen.conformance.given.Http;
import io.jenkins.plugins.bluegreen.e2e.given.Cache;
import io.jenkins.plugins.bluegreen.e2e.given.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real Prometheus on 127.0.0.1: that of Debian's package, unpacked in the user's cache folder and not installed. */
final class Prometheus implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 10;

    private final Path folder;
    private final Process process;
    private final String url;

    private Prometheus(Path folder, Process process, String url) {
        this.folder = folder;
        this.process = process;
        this.url = url;
    }

    /** The folder with {@code prometheus} and {@code promtool}. Where apt has no package, the test is skipped. */
    static Path programs() throws IOException, InterruptedException {
        boolean debian = Stream.of("apt-get", "dpkg-deb").allMatch(name -> Cache.program(name).isPresent());
        assumeTrue(debian, "This is no Debian, whose package of Prometheus would be used");
        String version = version();
        return Cache.made("prometheus", version, folder -> {
            Command.run(folder, Map.of(), List.of("apt-get", "-q", "download", "prometheus"));
            try (Stream<Path> files = Files.list(folder)) {
                String name = files.map(Path::toString).filter(file -> file.endsWith(".deb")).findFirst().orElseThrow();
                Command.run(folder, Map.of(), List.of("dpkg-deb", "-x", name, folder.toString()));
                Files.delete(Path.of(name));
            }
        }).resolve("usr/bin");
    }

    /** The name of the package's file, which has its version. */
    private static String version() throws InterruptedException {
        List<String> command = List.of("apt-get", "-q", "download", "--print-uris", "prometheus");
        try {
            String uris;
            try {
                uris = Command.run(null, Map.of(), command);
            } catch (IOException e) {
                Command.run(null, Map.of(), List.of("apt-get", "-q", "update"));
                uris = Command.run(null, Map.of(), command);
            }
            Matcher name = Pattern.compile("prometheus_[^ ]*\\.deb").matcher(uris);
            return name.find() ? name.group() : abort("apt-get names no package of Prometheus: " + uris);
        } catch (IOException e) {
            return abort("Debian's package of Prometheus can't be fetched: " + e.getMessage());
        }
    }

    /** Starts one with a configuration, and waits until it answers. */
    static Prometheus start(String configuration) throws IOException, InterruptedException {
        Path programs = programs();
        Path folder = Files.createTempDirectory("blue-green-prometheus");
        Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        String promtool = programs.resolve("promtool").toString();
        Command.run(folder, Map.of(), List.of(promtool, "check", "config", file.toString()));
        int port = freePort();
        Process process = new ProcessBuilder(
                        programs.resolve("prometheus").toString(),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Prometheus prometheus = new Prometheus(folder, process, "http://127.0.0.1:" + port);
        await("Prometheus to be ready").atMost(START).until(prometheus::isReady);
        return prometheus;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isReady() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("Prometheus ended: " + Files.readString(folder.resolve("log")));
        }
        try {
            Http.get(url + "/-/ready");
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Its address, without a path. */
    String url() {
        return url;
    }

    /** The answer to a {@code GET} of its API. */
    JsonNode api(String path) {
        try {
            return new ObjectMapper().readTree(Http.get(url + "/api/v1/" + path)).path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The samples of a vector, now. */
    List<JsonNode> samples(String query) {
        return samples(query, Instant.now());
    }

    /** The samples of a vector at some time. */
    List<JsonNode> samples(String query, Instant time) {
        String parameters = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&time=" + time;
        List<JsonNode> samples = new ArrayList<>();
        api("query?" + parameters).path("result").forEach(samples::add);
        return samples;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((one, other) -> other.compareTo(one)).forEach(file -> file.toFile().delete());
        }
    }
}
