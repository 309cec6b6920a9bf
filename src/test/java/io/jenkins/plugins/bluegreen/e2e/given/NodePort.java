package io.jenkins.plugins.bluegreen.e2e.given;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits until a new Service's node port is known to the node. */
public final class NodePort {
    /** Below the ports that Linux gives to connections of its own choice. */
    private static final int FIRST_SOURCE = 15_000;
    private static final int LAST_SOURCE = 30_000;

    private NodePort() {}

    /**
     * Waits until connections are accepted. A node remembers for two minutes a connection that it refused, by its
     * source port, and refuses the next one from there as well: these attempts come from ports that no load is given.
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
