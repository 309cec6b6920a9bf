package io.jenkins.plugins.bluegreen.kubernetes.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("The requests of watches")
class WatchRequestsTest {
    private static final String PATH = "/api/v1/namespaces/shop/pods";

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger pauses = new AtomicInteger();
    private volatile double random;
    private final WatchRequests requests = new WatchRequests(now::get, () -> {
        pauses.incrementAndGet();
        return random;
    });
    private final OkHttpClient client = new OkHttpClient.Builder()
            // a watch that hangs fails its test
            .readTimeout(30, TimeUnit.SECONDS)
            .addInterceptor(requests)
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile int status = 200;
    private volatile CountDownLatch accepts = new CountDownLatch(0);
    /** What the server sends its events into, of each request in its turn. */
    private final BlockingQueue<OutputStream> accepted = new LinkedBlockingQueue<>();

    WatchRequestsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(PATH, this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        accepts.countDown();
        server.stop(0);
        threads.shutdownNow();
        client.dispatcher().executorService().shutdownNow();
        client.connectionPool().evictAll();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            accepts.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.sendResponseHeaders(status, status == 200 ? 0 : -1);
        OutputStream events = exchange.getResponseBody();
        events.flush();
        accepted.add(events);
    }

    private Response watch() throws IOException {
        return client.newCall(new Request.Builder()
                        .url("http://127.0.0.1:" + server.getAddress().getPort() + PATH + "?watch=true")
                        .build())
                .execute();
    }

    private void pass(long millis) {
        now.addAndGet(millis);
    }

    private void assertTrouble(String why) {
        assertEquals(Optional.ofNullable(why), requests.trouble(PATH));
    }

    @Test
    @DisplayName("that are refused are trouble until one is accepted and lasts")
    void refused() throws IOException {
        assertTrouble(null);
        status = 403;
        watch().close();
        assertTrouble("HTTP 403");
        status = 200;
        try (Response accepted = watch()) {
            assertTrue(accepted.isSuccessful());
            assertTrouble("HTTP 403");
            pass(WatchRequests.ACCEPTED_MILLIS);
            assertTrouble(null);
        }
    }

    @Test
    @DisplayName("that get no answer are trouble, and are ended")
    void noAnswer() throws Exception {
        accepts = new CountDownLatch(1);
        CompletableFuture<Response> waiting = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                waiting.complete(watch());
            } catch (IOException e) {
                waiting.completeExceptionally(e);
            }
        });
        while (client.dispatcher().runningCallsCount() == 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        TimeUnit.MILLISECONDS.sleep(300);
        assertTrouble(null);
        pass(WatchRequests.ACCEPTED_MILLIS);
        assertTrouble("no answer");
        assertThrows(Exception.class, () -> waiting.get(20, TimeUnit.SECONDS));
    }

    @Test
    @DisplayName("that bring nothing, not even a bookmark, are trouble and are ended, until one brings something")
    void silent() throws Exception {
        try (Response silent = watch()) {
            accepted.take();
            pass(WatchRequests.SILENCE_MILLIS - 1);
            assertTrouble(null);
            pass(1);
            assertTrouble("no events");
            assertThrows(IOException.class, () -> silent.body().source().exhausted());
        }
        try (Response next = watch()) {
            pass(WatchRequests.ACCEPTED_MILLIS);
            assertTrouble("no events");
            OutputStream events = accepted.take();
            events.write("{\"type\":\"BOOKMARK\"}\n".getBytes());
            events.flush();
            next.body().source().readUtf8Line();
            assertTrouble(null);
        }
    }

    @Test
    @DisplayName("that end at once again and again are trouble, but not those of a server that restarts")
    void endAtOnce() throws IOException {
        for (int i = 0; i < 3; i++) {
            watch().close();
            assertTrouble(null);
        }
        watch().close();
        assertTrouble("closed at once");
        requests.reset(PATH);
        assertTrouble(null);
    }

    @Test
    @DisplayName("that are repeated are spread over half a second, the first ones are not")
    void spread() throws IOException {
        random = 0.8;
        watch().close();
        watch().close();
        assertEquals(0, pauses.get());
        pass(1_000);
        long start = System.nanoTime();
        watch().close();
        assertEquals(1, pauses.get());
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() >= 400);
    }

    @Test
    @DisplayName("of other reads are not looked at")
    void others() throws IOException {
        status = 500;
        client.newCall(new Request.Builder()
                        .url("http://127.0.0.1:" + server.getAddress().getPort() + PATH)
                        .build())
                .execute()
                .close();
        assertTrouble(null);
    }
}
