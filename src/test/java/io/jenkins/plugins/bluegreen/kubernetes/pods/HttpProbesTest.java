package io.jenkins.plugins.bluegreen.kubernetes.pods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.bluegreen.embedded.server.TlsIdentity;
import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@DisplayName("A probe")
class HttpProbesTest {
    private final AtomicReference<String> query = new AtomicReference<>();
    private final List<String> authorization = new CopyOnWriteArrayList<>();
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
        assertEquals(Optional.empty(), probes.get(url + "/ok", ProbeAccess.open(), 5).join());
        assertEquals(Optional.empty(), probes.get(url + "/big", ProbeAccess.open(), 5).join());
        assertTrue(wrong(url + "/bad?key=s3cr3t", 5).contains("HTTP 503"));
        String redirected = wrong(url + "/login", 5);
        assertTrue(redirected.contains("https://login.example.com/"), redirected);
        assertFalse(redirected.contains("s3cr3t"), redirected);
    }

    @Test
    @DisplayName("C45 of an address that does not answer says so, without what is secret in it")
    void noAnswer() {
        server.createContext("/slow", exchange -> {});
        CompletableFuture<Optional<Sentence>> asked = probes.get(url + "/slow", ProbeAccess.open(), 1);
        assertFalse(asked.isDone());
        assertTrue(asked.join().orElseThrow().toString().contains("within 1 s"));
        server.stop(0);
        String refused = wrong(url.replace("//", "//me:s3cr3t@") + "/?key=s3cr3t", 5);
        assertTrue(refused.contains("can't be reached"), refused);
        assertFalse(refused.contains("s3cr3t"), refused);
    }

    @Test
    @DisplayName("sends its login to the address that it asks, and to no other")
    void login() {
        server.createContext("/api/v1/query", exchange -> {
            authorization.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getResponseHeaders().add("Location", url + "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        ProbeAccess user = ProbeAccess.basic("ops", "hunter2");
        assertTrue(wrong(url.replace("//", "//me:other@") + "/api/v1/query", user).contains("/elsewhere"));
        CompletableFuture<?> asked = probes.query(url, ProbeAccess.bearer("t0ken\n"), "x", 5);
        assertThrows(CompletionException.class, asked::join);
        assertEquals(List.of("Basic b3BzOmh1bnRlcjI=", "Bearer t0ken"), authorization);
    }

    @Test
    @DisplayName("trusts the authorities that it is given, and those alone")
    void authorities(@TempDir Path folder) throws Exception {
        TlsIdentity identity = TlsIdentity.make(folder, "prometheus", "EC");
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(identity.server(identity)));
        secure.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        secure.start();
        try {
            String address = "https://127.0.0.1:" + secure.getAddress().getPort() + "/";
            ProbeAccess own = ProbeAccess.open().trusting("caCertificate", identity.pem());
            assertEquals(Optional.empty(), probes.get(address, own, 5).join());
            assertTrue(wrong(address, ProbeAccess.open()).contains("can't be reached"));
            String other = TlsIdentity.make(folder, "other", "EC").pem();
            assertTrue(wrong(address, ProbeAccess.open().trusting("caCertificate", other)).contains("can't be reached"));
        } finally {
            secure.stop(0);
        }
    }

    private String wrong(String address, ProbeAccess access) {
        return probes.get(address, access, 5).join().orElseThrow().toString();
    }

    private String wrong(String address, int timeoutSeconds) {
        return probes.get(address, ProbeAccess.open(), timeoutSeconds).join().orElseThrow().toString();
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
        assertEquals(List.of(0.5, 2.0), probes.query(url + "/", ProbeAccess.open(), "rate(x[1m]) > 0", 5).join());
        assertEquals("query=rate%28x%5B1m%5D%29+%3E+0", query.get());
        assertTrue(probes.query(url + "/none", ProbeAccess.open(), "x", 5).join().isEmpty());
        assertEquals(List.of(Double.NaN, 2.0), probes.query(url + "/nan", ProbeAccess.open(), "x", 5).join());
        assertEquals(List.of(Double.POSITIVE_INFINITY), probes.query(url + "/scalar", ProbeAccess.open(), "x", 5).join());
    }

    @Test
    @DisplayName("C44 of Prometheus takes no histogram for a number, and minds no warning beside an answer")
    void histogram() {
        answer("/api/v1/query", 200, vector("[{\"histogram\":[1,{\"count\":\"3\",\"sum\":\"2\"}]}]"));
        answer(
                "/warned/api/v1/query",
                200,
                vector("[{\"value\":[1,\"0.5\"]}]").replaceFirst("}$", ",\"warnings\":[\"w\"],\"infos\":[\"i\"]}"));
        assertTrue(refusal(url).contains("gives no number for the query \"x(\", but a histogram"));
        assertEquals(List.of(0.5), probes.query(url + "/warned", ProbeAccess.open(), "x", 5).join());
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

    @Test
    @DisplayName("C44 of Elasticsearch asks by POST, and takes no page, redirect or other number for a count")
    void elasticsearch() {
        String all = "{\"count\":7,\"_shards\":{\"total\":2,\"successful\":2,\"failed\":0}}";
        answer("/logs-*/_count", 200, all);
        answer("/page/_count", 200, "<html>");
        answer("/login/_count", 302, all);
        answer("/gateway/_count", 504, "");
        answer("/text/_count", 401, "Unauthorized");
        answer("/error/_count", 403, "{\"error\":\"no permissions\",\"status\":403}");
        answer("/red/_count", 503, "{\"error\":{\"root_cause\":[],\"type\":\"all_failed\",\"reason\":null},\"status\":503}");
        answer("/else/_count", 404, "{\"error\":{\"type\":\"resource_not_found_exception\",\"reason\":\"gone\"},\"status\":404}");
        assertEquals(List.of(7.0), probes.count(in("logs-*"), "blue", OptionalLong.of(5), 5).join());
        assertNull(query.get());
        assertEquals(List.of(7.0), probes.count(in("logs-*"), "blue", OptionalLong.empty(), 5).join());
        assertEquals("terminate_after=1", query.get());
        assertTrue(uncounted("page").contains("HTTP 200 and no count"));
        assertTrue(uncounted("login").contains("HTTP 302 and no count"));
        assertTrue(uncounted("gateway").contains("HTTP 504 and no count"));
        assertTrue(uncounted("text").contains("HTTP 401 and no count"));
        assertTrue(uncounted("error").contains("no permissions"));
        assertTrue(uncounted("red").contains("all_failed"));
        assertTrue(uncounted("else").contains("gone"));
        server.createContext("/slow/_count", exchange -> {});
        assertTrue(uncounted("slow").contains("within 1 s"));
        server.stop(0);
        assertTrue(uncounted("logs-*").contains("can't be reached"));
    }

    private ElasticsearchCount in(String index) {
        return ElasticsearchCount.of(url + "/", index, "*", null, 1, PrometheusQuery.OnNoData.FAIL);
    }

    private String uncounted(String index) {
        CompletableFuture<?> asked = probes.count(in(index), "blue", OptionalLong.of(5), 1);
        Throwable refusal = assertThrows(CompletionException.class, asked::join).getCause();
        return assertInstanceOf(ReleaseException.class, refusal).getMessage();
    }

    private String refusal(String prometheus) {
        CompletableFuture<?> asked = probes.query(prometheus, ProbeAccess.open(), "x(", 5);
        Throwable refusal = assertThrows(CompletionException.class, asked::join).getCause();
        return assertInstanceOf(ReleaseException.class, refusal).getMessage();
    }

    private static String vector(String result) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":" + result + "}}";
    }
}
