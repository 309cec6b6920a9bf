package io.jenkins.plugins.bluegreen.e2e.monitoring;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.bluegreen.e2e.given.Cache;
import io.jenkins.plugins.bluegreen.e2e.given.Command;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A real Elasticsearch or OpenSearch of one node, without security, in a process of its own on the loopback. Maven
 * resolves its libraries, once, into the user's repository; where it can't, the tests are skipped. It ends when its
 * standard input does, so with this process too.
 */
final class SearchServer {
    private static final String RESOLVE = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";
    private static final int START_SECONDS = 180;
    /** Above, these versions lack what they need of Java. */
    private static final int NEWEST_JAVA = 21;

    private static final String POM = """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>e2e</groupId><artifactId>NAME</artifactId><version>1</version><packaging>pom</packaging>
              <dependencies>
                <dependency><groupId>org.NAME</groupId><artifactId>NAME</artifactId><version>VERSION</version></dependency>
                <dependency>
                  <groupId>org.NAME.plugin</groupId><artifactId>transport-netty4-client</artifactId><version>VERSION</version>
                </dependency>
                <dependency>
                  <groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>LOG4J</version>
                </dependency>
              </dependencies>
            </project>
            """;

    /** The constructor that takes plugins is for subclasses. */
    private static final String PROGRAM = """
            import java.util.List;
            import java.util.Map;
            import org.NAME.common.settings.Settings;
            import org.NAME.env.Environment;
            import org.NAME.http.HttpServerTransport;
            import org.NAME.node.InternalSettingsPreparer;
            import org.NAME.node.Node;
            import org.NAME.transport.Netty4Plugin;

            public final class Server extends Node {
                private Server(Environment environment) {
                    super(environment, List.of(Netty4Plugin.class), true);
                }

                public static void main(String[] arguments) throws Exception {
                    Settings settings = Settings.builder()
                            .put("path.home", arguments[0])
                            .put("cluster.name", "e2e")
                            .put("network.host", "127.0.0.1")
                            .put("http.port", "0")
                            .put("transport.port", "0")
                            .put("discovery.type", "single-node")
                            .put("transport.type", "netty4")
                            .put("http.type", "netty4")
                            .put("cluster.routing.allocation.disk.threshold_enabled", false)
                            .build();
                    Server server = new Server(
                            InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "one"));
                    server.start();
                    System.out.println("port " + server.injector()
                            .getInstance(HttpServerTransport.class)
                            .boundAddress()
                            .publishAddress()
                            .getPort());
                    while (System.in.read() != -1) {
                        // until whoever started it has gone
                    }
                    server.close();
                    System.exit(0);
                }
            }
            """;

    private final Process process;
    private final int port;

    private SearchServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server with a new, empty folder.
     *
     * @param name {@code elasticsearch} or {@code opensearch}
     * @param log4j the version that it was built with
     */
    static SearchServer start(String name, String version, String log4j, Path home)
            throws IOException, InterruptedException {
        assumeTrue(
                Runtime.version().feature() <= NEWEST_JAVA,
                () -> name + " " + version + " does not run on Java " + Runtime.version().feature());
        Path folder = Files.createDirectories(Cache.folder().resolve(name + "-" + version));
        Files.writeString(folder.resolve("pom.xml"), filled(POM, name, version, log4j));
        Files.writeString(folder.resolve("Server.java"), filled(PROGRAM, name, version, log4j));
        Path log = home.resolve("server.log");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        libraries(folder),
                        folder.resolve("Server.java").toString(),
                        home.toString())
                .redirectError(log.toFile())
                .start();
        CompletableFuture<Integer> port = CompletableFuture.supplyAsync(() -> port(process));
        try {
            return new SearchServer(process, port.get(START_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException(name + " did not start: " + Files.readString(log), e);
        }
    }

    private static String filled(String text, String name, String version, String log4j) {
        return text.replace("NAME", name).replace("VERSION", version).replace("LOG4J", log4j);
    }

    private static Integer port(Process process) {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        return said.lines()
                .filter(line -> line.startsWith("port "))
                .map(line -> Integer.valueOf(line.substring("port ".length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("it has ended"));
    }

    private static String libraries(Path folder) throws IOException, InterruptedException {
        Path list = folder.resolve("classpath.txt");
        if (!Files.exists(list) || !areThere(Files.readString(list))) {
            assumeTrue(Cache.program("mvn").isPresent(), "Maven is not there, which resolves the server");
            try {
                Command.run(folder, Map.of(), List.of("mvn", "-B", "-q", RESOLVE, "-Dmdep.outputFile=" + list));
            } catch (IOException e) {
                abort(e.getMessage());
            }
        }
        return Files.readString(list).strip();
    }

    private static boolean areThere(String libraries) {
        return Stream.of(libraries.strip().split(File.pathSeparator)).allMatch(jar -> Files.exists(Path.of(jar)));
    }

    /** Its address, without a path. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Ends the process. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
