package io.jenkins.plugins.bluegreen.embedded.pods;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.embedded.controllers.ControllerLoop;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

/**
 * One probe of one running container: sends requests, counts results, notifies its listener when a threshold is
 * crossed. Source: "Configure Liveness, Readiness and Startup Probes".
 */
final class Probe {
    /** Called on the controllers' thread. */
    interface Listener {
        void succeeded();

        void failed(String why);

        /** Called at each failed attempt, with the text of the Unhealthy event. */
        void attemptFailed(String why);
    }

    private final JsonNode spec;
    private final ToIntFunction<JsonNode> portOf;
    private final ControllerLoop loop;
    private final Executor threads;
    private final Duration second;
    private final Listener listener;
    private int successes;
    private int failures;
    private boolean stopped;

    /** @param portOf the loopback port behind a container port (number or name), -1 if nothing listens */
    Probe(JsonNode spec, ToIntFunction<JsonNode> portOf, ControllerLoop loop, Executor threads, Duration second, Listener listener) {
        this.spec = spec;
        this.portOf = portOf;
        this.loop = loop;
        this.threads = threads;
        this.second = second;
        this.listener = listener;
    }

    void start() {
        loop.after(second.multipliedBy(Json.number(spec, 0, "initialDelaySeconds")), this::attempt);
    }

    void stop() {
        stopped = true;
    }

    private void attempt() {
        if (!stopped) {
            threads.execute(() -> {
                String problem = problem();
                loop.soon(() -> attempted(problem));
            });
        }
    }

    private void attempted(String problem) {
        if (stopped) {
            return;
        }
        if (problem == null) {
            failures = 0;
            if (++successes == Json.number(spec, 1, "successThreshold")) {
                listener.succeeded();
            }
        } else {
            successes = 0;
            listener.attemptFailed(problem);
            if (++failures == Json.number(spec, 3, "failureThreshold")) {
                listener.failed(problem);
            }
        }
        loop.after(second.multipliedBy(Json.number(spec, 10, "periodSeconds")), this::attempt);
    }

    /** Why the probe fails, or null. */
    private String problem() {
        if (spec.has("httpGet")) {
            return http(spec.get("httpGet"));
        }
        if (!spec.has("tcpSocket")) {
            return null;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", Math.max(1, port(spec.get("tcpSocket")))), 1000);
            return null;
        } catch (IOException e) {
            return "dial tcp: connect: connection refused";
        }
    }

    private String http(JsonNode get) {
        int port = port(get);
        String path = Json.text(get, "path");
        String scheme = Json.text(get, "scheme").equals("HTTPS") ? "https" : "http";
        String url = scheme + "://127.0.0.1:" + Json.text(get, "port") + path;
        if (port < 0) {
            return "Get \"" + url + "\": dial tcp: connect: connection refused";
        }
        try {
            Duration timeout = Duration.ofSeconds(Json.number(spec, 1, "timeoutSeconds"));
            int status = PodCall.send(scheme, port, "GET", path, new byte[0], timeout).status();
            return status >= 200 && status < 400 ? null : "HTTP probe failed with statuscode: " + status;
        } catch (IOException e) {
            return "Get \"" + url + "\": " + e.getMessage();
        }
    }

    private int port(JsonNode action) {
        return portOf.applyAsInt(action.path("port"));
    }
}
