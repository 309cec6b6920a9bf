package io.jenkins.plugins.bluegreen.controller.config;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.bluegreen.embedded.server.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** An API server that grants everything, and answers how the client has logged in. */
final class IdentifyingServer implements AutoCloseable {
    private static final String ANSWER =
            """
            {"gitVersion": "v1.33.1", "status": {"userInfo": {"username": "%s"}, "incomplete": false,
             "resourceRules": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}]}}""";

    /** The requested paths. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final String scheme;

    IdentifyingServer() throws IOException {
        this(HttpServer.create(address(), 0), "http");
    }

    /** A server that asks for a client certificate. */
    IdentifyingServer(SSLContext tls) throws IOException {
        this(secured(tls), "https");
    }

    private IdentifyingServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::answer);
        server.start();
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static HttpsServer secured(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(address(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters settings = tls.getDefaultSSLParameters();
                settings.setNeedClientAuth(true);
                parameters.setSSLParameters(settings);
            }
        });
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestURI().getPath());
            String header = exchange.getRequestHeaders().getFirst("Authorization");
            String user = header != null
                    ? header
                    : exchange instanceof HttpsExchange secured
                            ? secured.getSSLSession().getPeerPrincipal().getName()
                            : "nobody";
            byte[] body = ANSWER.formatted(user).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    String url() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
