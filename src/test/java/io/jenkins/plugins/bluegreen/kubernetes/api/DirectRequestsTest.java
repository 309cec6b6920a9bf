package io.jenkins.plugins.bluegreen.kubernetes.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.netty.handler.ssl.util.SelfSignedCertificate;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@DisplayName("A request to another address than the API server's")
class DirectRequestsTest {
    private static final int LIMIT = 1_000;

    private final DirectRequests requests = DirectRequests.toPods();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch cutOff = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] body = (exchange.getRequestHeaders().getFirst("Authorization") + " é").getBytes("UTF-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            asked.countDown();
            try (OutputStream body = exchange.getResponseBody()) {
                while (true) {
                    body.write(new byte[LIMIT]);
                }
            } catch (IOException e) {
                cutOff.countDown();
            }
        });
        server.createContext("/silent", exchange -> asked.countDown());
        server.start();
    }

    @AfterEach
    void stop() {
        requests.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private CompletableFuture<HttpAnswer> get(String userAndPath, int timeoutSeconds) {
        String[] parts = userAndPath.split("/", 2);
        String url = "http://" + parts[0] + "127.0.0.1:" + server.getAddress().getPort() + "/" + parts[1];
        return requests.get(URI.create(url), ProbeAccess.open(), timeoutSeconds, LIMIT);
    }

    @Test
    @DisplayName("carries the address's user and no one else's, and its answer is text")
    void user() throws Exception {
        HttpAnswer answer = get("me:pass@/", 5).get();
        assertEquals("Basic bWU6cGFzcw== é", answer.body());
        assertFalse(answer.cut());
        assertEquals("null é", get("/", 5).get().body());
    }

    @Test
    @DisplayName("reads no more of a body than its limit, and lets go of the connection")
    void endless() throws Exception {
        HttpAnswer answer = get("/endless", 5).get();
        assertTrue(answer.cut());
        assertEquals(LIMIT, answer.body().length());
        assertTrue(cutOff.await(10, TimeUnit.SECONDS));
    }

    @Test
    @DisplayName("ends at its timeout")
    void timeout() {
        ExecutionException problem = assertThrows(ExecutionException.class, () -> get("/silent", 1).get());
        assertInstanceOf(InterruptedIOException.class, problem.getCause());
    }

    @Test
    @DisplayName("that is cancelled leaves no thread behind, nor does a closed client")
    void cancelled() throws Exception {
        CompletableFuture<HttpAnswer> answer = get("/silent", 60);
        assertTrue(asked.await(10, TimeUnit.SECONDS));
        // one of a test before may still be ending
        Awaitility.await().until(() -> threadsToServer() == 1);
        answer.cancel(true);
        Awaitility.await().until(() -> threadsToServer() == 0);
        CompletableFuture<HttpAnswer> other = get("/silent", 60);
        requests.close();
        assertThrows(ExecutionException.class, other::get);
        Awaitility.await().until(() -> threadsToServer() == 0);
    }

    @Test
    @DisplayName("C92 accepts any certificate of a Pod")
    void anyCertificate() throws Exception {
        SelfSignedCertificate certificate = new SelfSignedCertificate("pod.example.com");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("pod", certificate.key(), new char[0], new Certificate[] {certificate.cert()});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        HttpsServer pod = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pod.setHttpsConfigurator(new HttpsConfigurator(tls));
        pod.setExecutor(threads);
        pod.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        pod.start();
        try {
            URI url = URI.create("https://127.0.0.1:" + pod.getAddress().getPort() + "/");
            assertEquals(200, requests.get(url, ProbeAccess.open(), 5, LIMIT).get().code());
        } finally {
            pod.stop(0);
        }
    }

    // okhttp names a thread by the address for as long as its call lasts
    private long threadsToServer() {
        String address = "127.0.0.1:" + server.getAddress().getPort();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(address))
                .count();
    }
}
