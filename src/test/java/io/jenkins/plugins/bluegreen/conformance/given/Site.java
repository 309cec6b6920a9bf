package io.jenkins.plugins.bluegreen.conformance.given;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** An HTTP server outside the cluster that answers with a list of statuses, then with the last one. */
public final class Site implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<String> logins = ConcurrentHashMap.newKeySet();

    private Site(List<Integer> statuses) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(thread);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().toString());
            logins.add(exchange.getRequestURI().getPath() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            int status = statuses.get(Math.min(requests.size(), statuses.size()) - 1);
            exchange.getResponseHeaders().add("Location", "/login");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    public static Site answering(int... statuses) {
        return new Site(IntStream.of(statuses).boxed().toList());
    }

    /** The server's URL, {@code http://127.0.0.1:port/}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Each path that was requested, and the header {@code Authorization} that came with it. */
    public Set<String> logins() {
        return logins;
    }

    public int requests() {
        return requests.size();
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
