package io.jenkins.plugins.bluegreen.e2e.given;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits for the node port of a new Service. */
public final class NodePort {
    /** Below the source ports that Linux assigns by itself. */
    private static final int FIRST_SOURCE = 15_000;
    private static final int LAST_SOURCE = 30_000;

    private NodePort() {}

    /**
     * Waits until connections are accepted. For two minutes a node remembers a refused connection by its source port,
     * and refuses the next one from there. These attempts therefore use source ports that no load gets.
     */
    public static void awaitAccepting(String host, int port) {
        await("node port " + port).atMost(Duration.ofSeconds(30)).until(() -> accepts(host, port));
    }

    private static boolean accepts(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(ThreadLocalRandom.current().nextInt(FIRST_SOURCE, LAST_SOURCE)));
            socket.connect(new InetSocketAddress(host, port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
