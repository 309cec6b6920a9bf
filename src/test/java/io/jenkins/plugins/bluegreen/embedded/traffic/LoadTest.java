package io.jenkins.plugins.bluegreen.embedded.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The load")
class LoadTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n1.0 backend-blue-7f-x9\r\n";

    @Test
    @DisplayName("counts what is answered, by colour, version and tenth of a second")
    void answers() throws Exception {
        try (Server server = new Server(answer -> OK)) {
            LoadResult result = finish(Load.on(server.url()).shortConnections(2).keepAlive(2).perSecond(500).atMost(100));
            assertEquals(100, result.requests());
            assertEquals(0, result.lost(), result::toString);
            assertEquals(0, result.resetKeepalive());
            assertEquals("{1.0=100}", result.versions().toString());
            assertEquals(100, result.buckets().stream().mapToInt(bucket -> bucket.colors().get("blue")).sum());
            long shorts = result.all().stream().filter(request -> !request.keepAlive()).count();
            assertTrue(shorts > 10 && shorts < 90, "both kinds take their part: " + shorts);
            // each short request has its own connection, the others share two
            assertEquals(shorts + 2, server.connections.get());
        }
    }

    @Test
    @DisplayName("counts a 500 as lost, and goes on using its connection")
    void serverError() throws Exception {
        try (Server server = new Server(answer -> answer == 3 ? "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n" : OK)) {
            LoadResult result = finish(Load.on(server.url()).keepAlive(1).perSecond(500).atMost(10));
            assertEquals(1, result.lost());
            assertEquals("HTTP 500", result.losses().get(0).loss());
            assertEquals(1, server.connections.get());
        }
    }

    @Test
    @DisplayName("sends a request again whose kept-alive connection was closed, and counts the closing apart")
    void closedKeepAlive() throws Exception {
        try (Server server = new Server(answer -> answer == 4 ? null : OK)) {
            LoadResult result = finish(Load.on(server.url()).keepAlive(1).perSecond(500).atMost(10));
            assertEquals(10, result.requests());
            assertEquals(0, result.lost(), result::toString);
            assertEquals(1, result.resetKeepalive());
            assertEquals(2, server.connections.get());
        }
    }

    @Test
    @DisplayName("counts as lost what a new connection does not answer: such a request is not repeated")
    void closedNewConnection() throws Exception {
        try (Server server = new Server(answer -> answer == 1 ? null : OK)) {
            LoadResult result = finish(Load.on(server.url()).keepAlive(1).perSecond(500).atMost(5));
            assertEquals(1, result.lost());
            assertEquals("closed without an answer", result.losses().get(0).loss());
            assertEquals(0, result.resetKeepalive());
        }
    }

    @Test
    @DisplayName("does not count an announced end of a connection as a reset")
    void announced() throws Exception {
        String last = OK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        try (Server server = new Server(answer -> last)) {
            LoadResult result = finish(Load.on(server.url()).keepAlive(1).perSecond(500).atMost(5));
            assertEquals(0, result.lost(), result::toString);
            assertEquals(0, result.resetKeepalive());
            assertEquals(5, server.connections.get());
        }
    }

    @Test
    @DisplayName("counts an answer that breaks off as lost, and reads chunks")
    void halfAnAnswer() throws Exception {
        String chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1.0 \r\n3\r\npod\r\n0\r\n\r\n";
        try (Server server = new Server(answer -> answer == 2 ? OK.substring(0, 50) : chunks)) {
            LoadResult result = finish(Load.on(server.url()).keepAlive(1).perSecond(500).atMost(3));
            assertEquals(1, result.lost());
            assertEquals("answer cut short", result.losses().get(0).loss());
            assertEquals("pod", result.all().get(0).pod());
        }
    }

    @Test
    @DisplayName("counts refused connections as lost")
    void refused() throws Exception {
        String url;
        try (Server server = new Server(answer -> OK)) {
            url = server.url();
        }
        LoadResult result = finish(Load.on(url).shortConnections(1).keepAlive(1).perSecond(500).atMost(10));
        assertEquals(10, result.lost());
        assertEquals("connection refused", result.losses().get(0).loss());
    }

    @Test
    @DisplayName("goes on while an answer is slow, and waits for it at the end, up to the timeout")
    void slow() throws Exception {
        try (Server server = new Server(answer -> {
            pause(answer == 1 ? 300 : answer == 2 ? 10_000 : 0);
            return OK;
        })) {
            Load load = Load.on(server.url()).shortConnections(4).perSecond(200).timeout(Duration.ofSeconds(3)).start();
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (load.requests() <= 30 && System.nanoTime() < end) {
                pause(5);
            }
            assertEquals(0, load.lost(), "others are answered meanwhile");
            LoadResult result = load.stop();
            assertEquals(1, result.lost(), result::toString);
            assertEquals("no answer within 3000 ms", result.losses().get(0).loss());
            assertTrue(result.all().stream().anyMatch(request -> !request.isLost() && request.tookMillis() >= 290));
        }
    }

    private static LoadResult finish(Load.Builder load) throws InterruptedException {
        try (Load running = load.start()) {
            assertTrue(running.awaitEnd(Duration.ofSeconds(30)), "the load ends");
            return running.stop();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A server with an answer for the n-th request, the first being 1; null closes the connection. */
    private static final class Server implements AutoCloseable {
        final AtomicInteger connections = new AtomicInteger();
        private final AtomicInteger requests = new AtomicInteger();
        private final IntFunction<String> answers;
        private final ServerSocket listening;

        Server(IntFunction<String> answers) throws IOException {
            this.answers = answers;
            listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
            start(this::accept);
        }

        String url() {
            return "http://127.0.0.1:" + listening.getLocalPort() + "/";
        }

        private void accept() {
            while (true) {
                try {
                    Socket socket = listening.accept();
                    connections.incrementAndGet();
                    start(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                while (true) {
                    String request = request(socket.getInputStream());
                    String answer = request == null ? null : answers.apply(requests.incrementAndGet());
                    if (answer == null) {
                        return;
                    }
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    if (request.contains("Connection: close") || answer.contains("Connection: close") || !complete(answer)) {
                        return;
                    }
                }
            } catch (IOException e) {
                // the client has closed the connection
            }
        }

        private static boolean complete(String answer) {
            return answer.equals(OK) || answer.endsWith("\r\n\r\n");
        }

        private static String request(InputStream in) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    return null;
                }
                text.append((char) c);
            }
            return text.toString();
        }

        private static void start(Runnable work) {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
