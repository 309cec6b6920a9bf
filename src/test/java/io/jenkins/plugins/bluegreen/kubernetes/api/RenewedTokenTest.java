package io.jenkins.plugins.bluegreen.kubernetes.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
@DisplayName("The provider of a token is asked")
class RenewedTokenTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch answers = new CountDownLatch(1);
    private volatile boolean hangs;
    private volatile boolean fails;
    private volatile String held = "first";
    private volatile String valid = "first";
    private final RenewedToken token = new RenewedToken(this::provide, "first", now::get);
    private final OkHttpClient client =
            new OkHttpClient.Builder().addInterceptor(token).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    RenewedTokenTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private String provide() {
        asked.incrementAndGet();
        if (fails) {
            throw new IllegalStateException("the store of credentials is down");
        }
        if (hangs) {
            try {
                answers.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return held;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String sent = exchange.getRequestHeaders().getFirst("Authorization");
        seen.add(sent);
        exchange.sendResponseHeaders(("Bearer " + valid).equals(sent) ? 200 : 401, -1);
        exchange.close();
    }

    @AfterEach
    void stop() {
        answers.countDown();
        server.stop(0);
        threads.shutdownNow();
        client.connectionPool().evictAll();
    }

    private int get() {
        return get("/api/v1/pods");
    }

    private int get(String path) {
        Request request = new Request.Builder()
                .url("http://127.0.0.1:" + server.getAddress().getPort() + path)
                .build();
        try (Response response = client.newCall(request).execute()) {
            return response.code();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("at most every 30 seconds")
    void rarely() {
        for (int second = 0; second < 90; second++) {
            assertEquals(200, get());
            now.addAndGet(1_000);
        }
        assertEquals(2, asked.get());
    }

    @Test
    @DisplayName("at once after a refusal, and the refused request is repeated")
    void afterRefusal() {
        held = "second\n";
        valid = "second";
        assertEquals(200, get());
        assertEquals(1, asked.get());
        assertEquals(List.of("Bearer first", "Bearer second"), seen);
        assertEquals(200, get());
        assertEquals(1, asked.get());
    }

    @Test
    @DisplayName("again for a token that stays refused, but not for each request, which is not repeated")
    void staysRefused() {
        valid = "second";
        for (int i = 0; i < 10; i++) {
            assertEquals(401, get());
        }
        assertEquals(1, asked.get());
        assertEquals(10, seen.size());
        now.addAndGet(1_000);
        held = "second";
        assertEquals(200, get());
        assertEquals(2, asked.get());
    }

    @Test
    @DisplayName("not after what a Pod answers through the API server")
    void pod() {
        valid = "second";
        assertEquals(401, get("/api/v1/namespaces/shop/pods/web:8080/proxy/health"));
        assertEquals(0, asked.get());
    }

    @Test
    @DisplayName("not when somebody else was told a newer token")
    void told() {
        now.addAndGet(60_000);
        valid = "second";
        token.tell("second");
        assertEquals(200, get());
        assertEquals(0, asked.get());
    }

    @Test
    @DisplayName("in vain: the known token is kept")
    void fails() {
        fails = true;
        now.addAndGet(60_000);
        assertEquals(200, get());
        assertEquals(1, asked.get());
    }

    @Test
    @DisplayName("by one request: others don't wait for an answer that takes long")
    void hangs() throws Exception {
        hangs = true;
        now.addAndGet(60_000);
        CompletableFuture<Integer> asking = CompletableFuture.supplyAsync(this::get, threads);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (asked.get() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertEquals(200, get());
        assertEquals(1, asked.get());
        answers.countDown();
        assertEquals(200, asking.get(30, TimeUnit.SECONDS));
    }
}
