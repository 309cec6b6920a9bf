package io.jenkins.plugins.bluegreen.e2e.monitoring;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/** One page on 127.0.0.1, written anew for each request. */
final class LocalPage implements AutoCloseable {
    private final HttpServer server;

    private LocalPage(HttpServer server) {
        this.server = server;
    }

    static LocalPage serving(String path, String type, Callable<String> text) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(path, exchange -> {
            byte[] body;
            int code = 200;
            try {
                body = text.call().getBytes(StandardCharsets.UTF_8);
            } catch (Exception e) {
                code = 500;
                body = e.toString().getBytes(StandardCharsets.UTF_8);
            }
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return new LocalPage(server);
    }

    /** Host and port. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
