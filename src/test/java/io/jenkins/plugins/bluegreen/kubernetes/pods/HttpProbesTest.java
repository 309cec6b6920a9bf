package io.jenkins.plugins.bluegreen.kubernetes.pods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@DisplayName("A probe")
class HttpProbesTest {
    private final AtomicReference<String> query = new AtomicReference<>();
    private final HttpProbes probes = new HttpProbes(new OkHttpClient());
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        server.start();
    }

    @AfterEach
    void stop() {
        probes.close();
        server.stop(0);
    }

    private void answer(String path, int code, String body) {
        server.createContext(path, exchange -> {
            query.set(exchange.getRequestURI().getRawQuery());
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "https://login.example.com/?token=s3cr3t");
            exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @Test
    @DisplayName("C45 of an address is good for 2xx alone")
    void get() {
        answer("/ok", 204, "");
        answer("/big", 200, "x".repeat(1_000_000));
        answer("/bad", 503, "no");
        answer("/login", 302, "");
        assertNull(probes.get(url + "/ok", 5));
        assertNull(probes.get(url + "/big", 5));
        assertTrue(probes.get(url + "/bad?key=s3cr3t", 5).toString().contains("HTTP 503"));
        String redirected = probes.get(url + "/login", 5).toString();
        assertTrue(redirected.contains("https://login.example.com/"), redirected);
        assertFalse(redirected.contains("s3cr3t"), redirected);
    }

    @Test
    @DisplayName("C45 of an address that does not answer says so, without what is secret in it")
    void noAnswer() {
        server.createContext("/slow", exchange -> {});
        assertTrue(probes.get(url + "/slow", 1).toString().contains("within 1 s"));
        server.stop(0);
        Sentence refused = probes.get(url.replace("//", "//me:s3cr3t@") + "/?key=s3cr3t", 5);
        assertTrue(refused.toString().contains("can't be reached"), refused::toString);
        assertFalse(refused.toString().contains("s3cr3t"), refused::toString);
    }

    @Test
    @DisplayName("C44 of Prometheus answers every value, NaN as such, and nothing for nothing")
    void prometheus() {
        answer("/api/v1/query", 200, vector("[{\"value\":[1,\"0.5\"]},{\"value\":[1,\"2\"]}]"));
        answer("/none/api/v1/query", 200, vector("[]"));
        answer("/nan/api/v1/query", 200, vector("[{\"value\":[1,\"NaN\"]},{\"value\":[1,\"2\"]}]"));
        answer(
                "/scalar/api/v1/query",
                200,
                "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"+Inf\"]}}");
        assertEquals(List.of(0.5, 2.0), probes.query(url + "/", "rate(x[1m]) > 0", 5));
        assertEquals("query=rate%28x%5B1m%5D%29+%3E+0", query.get());
        assertTrue(probes.query(url + "/none", "x", 5).isEmpty());
        assertEquals(List.of(Double.NaN, 2.0), probes.query(url + "/nan", "x", 5));
        assertEquals(List.of(Double.POSITIVE_INFINITY), probes.query(url + "/scalar", "x", 5));
    }

    @Test
    @DisplayName("C44 of Prometheus that fails says what Prometheus said")
    void prometheusFails() {
        answer("/api/v1/query", 400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}");
        answer("/page/api/v1/query", 200, "<html>");
        assertTrue(refusal(url).contains("parse error"));
        assertTrue(refusal(url + "/page").contains("no result"));
        server.stop(0);
        assertTrue(refusal(url).contains("can't be reached"));
    }

    private String refusal(String prometheus) {
        return assertThrows(ReleaseException.class, () -> probes.query(prometheus, "x(", 5))
                .getMessage();
    }

    private static String vector(String result) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":" + result + "}}";
    }
}
