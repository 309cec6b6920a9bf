package io.jenkins.plugins.bluegreen.embedded.server;

import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import io.fabric8.mockwebserver.vertx.ServerWebSocketHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.BindException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * HTTP and web sockets, with the transport of fabric8's mock server: Vert.x and its web socket handler.
 *
 * <p>{@code MockWebServer} itself is not used. Its dispatcher must answer at once on the event loop, so a stalled or
 * proxied call would block the others. It can neither reset a connection nor send half a body. Its CRUD mode has no
 * field owners, preconditions or dry runs.
 */
public final class ApiTransport {
    private final Vertx vertx;
    private final ApiServer api;
    private final Executor threads;
    private HttpServer server;
    private int port;

    public ApiTransport(Vertx vertx, ApiServer api, Executor threads) {
        this.vertx = vertx;
        this.api = api;
        this.threads = threads;
    }

    /** Starts listening, after a {@link #stop()} on the same port as before. */
    public synchronized void start() {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(port)
                .setMaxInitialLineLength(1 << 16).setMaxHeaderSize(1 << 16).setHandle100ContinueAutomatically(true)
                .setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false);
        // a connection that another program opened meanwhile may have the port for a moment
        long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                server = Async.await(vertx.createHttpServer(options).requestHandler(this::handle).listen());
                port = server.actualPort();
                return;
            } catch (IllegalStateException e) {
                if (!isTaken(e) || System.nanoTime() > last) {
                    throw e;
                }
            }
        }
    }

    private static boolean isTaken(Throwable e) {
        return e != null && (e instanceof BindException || isTaken(e.getCause()));
    }

    /** Stops listening and cuts every connection. */
    public synchronized void stop() {
        if (server != null) {
            Async.await(server.close());
            server = null;
        }
    }

    public synchronized String url() {
        return "http://127.0.0.1:" + port;
    }

    private void handle(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        boolean upgrade = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        if (upgrade) {
            request.pause();
            threads.execute(() -> serve(request, new byte[0], context));
        } else {
            request.body().onSuccess(body -> threads.execute(() -> serve(request, body.getBytes(), context)));
        }
    }

    private void serve(HttpServerRequest request, byte[] body, Context context) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(), header.getValue()));
        ApiRequest parsed = ApiRequest.of(request.method().name(), request.uri(), headers, body);
        api.handle(parsed, new ApiServer.Answer() {
            @Override
            public void send(ApiResponse response) {
                context.runOnContext(go -> answer(request, response));
            }

            @Override
            public void truncate(ApiResponse response) {
                context.runOnContext(go -> half(request, response));
            }

            @Override
            public void reset() {
                context.runOnContext(go -> cut(request));
            }
        });
    }

    private void answer(HttpServerRequest request, ApiResponse response) {
        if (response.watch() == null) {
            head(request, response).send(io.vertx.core.buffer.Buffer.buffer(response.body()));
        } else if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            RecordedRequest recorded = new RecordedRequest("HTTP/1.1", HttpMethod.GET, request.uri(),
                    Headers.builder().build(), new Buffer());
            request.resume();
            request.toWebSocket().onSuccess(new ServerWebSocketHandler(recorded,
                    new MockResponse().withWebSocketUpgrade(new Watcher(api, response.watch()))));
        } else {
            stream(request, response);
        }
    }

    /** Serves a watch without web socket, one event per line. */
    private void stream(HttpServerRequest request, ApiResponse response) {
        HttpServerResponse out = head(request, response).setChunked(true);
        out.closeHandler(gone -> api.closed(response.watch()));
        api.opened(response.watch(), new WatchStream.Sink() {
            @Override
            public void send(String event) {
                out.write(event + "\n");
            }

            @Override
            public void close() {
                out.end();
            }
        });
    }

    private static HttpServerResponse head(HttpServerRequest request, ApiResponse response) {
        HttpServerResponse out = request.response().setStatusCode(response.status());
        response.headers().forEach(out::putHeader);
        return out;
    }

    private void half(HttpServerRequest request, ApiResponse response) {
        byte[] body = response.body();
        HttpServerResponse out = head(request, response).putHeader("Content-Length", Integer.toString(body.length));
        out.write(io.vertx.core.buffer.Buffer.buffer(body).slice(0, body.length / 2)).onComplete(sent -> request.connection().close());
    }

    private static void cut(HttpServerRequest request) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    /** Connects a web socket with a watch. */
    private static final class Watcher extends WebSocketListener {
        private final ApiServer api;
        private final WatchStream watch;

        Watcher(ApiServer api, WatchStream watch) {
            this.api = api;
            this.watch = watch;
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            api.opened(watch, new WatchStream.Sink() {
                @Override
                public void send(String event) {
                    socket.send(event);
                }

                @Override
                public void close() {
                    socket.close(1000, "");
                }
            });
        }

        @Override
        public void onClosed(WebSocket socket, int code, String reason) {
            api.closed(watch);
        }

        @Override
        public void onFailure(WebSocket socket, Throwable error, Response response) {
            api.closed(watch);
        }
    }
}
