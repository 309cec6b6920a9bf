package io.jenkins.plugins.bluegreen.discord.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server on a loopback port. It passes each request to the API or to the next scripted answer. */
final class Listener {
    static {
        // the server sends head and body separately: without this the body waits 40 ms for the head's acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Api api;
    private final Faults faults;
    private final Journal journal;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "local-discord");
        thread.setDaemon(true);
        return thread;
    });

    Listener(Api api, Faults faults, Journal journal) {
        this.api = api;
        this.faults = faults;
        this.journal = journal;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            Request request = Request.read(exchange);
            int number = journal.arrived(request);
            Answer scripted = faults.take(request.method());
            if (scripted == null) {
                send(exchange, number, process(request), Duration.ZERO);
            } else {
                act(exchange, number, request, scripted);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // without an answer this closes the connection
            exchange.close();
        }
    }

    private void act(HttpExchange exchange, int number, Request request, Answer scripted)
            throws IOException, InterruptedException {
        Reply reply = scripted.isProcessed() ? process(request) : scripted.reply(request.method());
        journal.changed();
        if (scripted.way() == Answer.Way.HALVES) {
            send(exchange, number, reply, scripted.hold());
            return;
        }
        journal.hold(scripted.hold());
        if (scripted.way() == Answer.Way.WHOLE) {
            send(exchange, number, reply, Duration.ZERO);
        }
    }

    private Reply process(Request request) {
        try {
            return api.answer(request);
        } catch (RuntimeException e) {
            return Reply.error(500, "The local Discord has a bug: " + e, 0);
        }
    }

    private void send(HttpExchange exchange, int number, Reply reply, Duration pause)
            throws IOException, InterruptedException {
        journal.answered(number, reply);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        int length = reply.body().length;
        exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
        if (length > 0) {
            try (OutputStream body = exchange.getResponseBody()) {
                int first = pause.isZero() ? length : length / 2;
                body.write(reply.body(), 0, first);
                body.flush();
                journal.hold(pause);
                body.write(reply.body(), first, length - first);
            }
        }
    }
}
