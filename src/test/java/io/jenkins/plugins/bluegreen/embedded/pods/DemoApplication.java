package io.jenkins.plugins.bluegreen.embedded.pods;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What runs in every container: the demo application of the real test cluster, set by the container's environment.
 *
 * <pre>
 * VERSION       printed on / before the Pod's name; the image's tag unless set
 * PORT          where it listens; the container's declared ports unless set, else 8080
 * START_DELAY   time until /actuator/health is UP and /ready is 200 (Go duration, as all of them)
 * WORK          time that a request to / takes
 * HEALTH        UP (default), DOWN, OUT_OF_SERVICE; DETAIL: UP with a component that is DOWN; NESTED: UP with a component
 *               that is OUT_OF_SERVICE, deeper down; TEXT: plain "UP"; HTML: a page; REDIRECT: 302 to /login; ERROR: 500
 * HEALTH_AFTER  time after which HEALTH becomes DOWN
 * READY         0: /ready never answers 200; flap: every other second; flap:200ms: every other 200 ms
 * CRASH_AFTER   exit after this time with CRASH_CODE (1); an init container exits at once with CRASH_CODE (0)
 * CRASH_TIMES   only so many first runs crash
 * TLS           1: speaks https
 * OOM           1: the exit is an OOM kill (137, OOMKilled)
 * ACTUATOR      spring: {@link Actuator} answers, as Spring Boot's
 * SHUTDOWN      graceful, abrupt (default), ignore, drain (with DRAIN, 5s)
 * </pre>
 * The image's tag may end in {@code -crash}, {@code -oom}, {@code -down}, {@code -notready}, {@code -slow} (START_DELAY 3s),
 * {@code -runerror} (cannot be run) or {@code -late} (its node learns of its ConfigMaps too late at first); the tag
 * {@code missing} cannot be pulled.
 *
 * <p>Paths: {@code /}, {@code /actuator/health}, {@code /ready}, {@code /slow?for=20s}, {@code /env?name=},
 * {@code /file?path=}, {@code /drain}, {@code /metrics}, {@code /login}. With a file mounted under
 * {@code /etc/nginx/conf.d} the page {@code /} shows it after its first line.
 */
final class DemoApplication {
    private static final String JSON = "application/vnd.spring-boot.actuator.v3+json";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Map<String, String> env;
    private final Function<String, byte[]> files;
    private final Function<String, Map<String, byte[]>> folders;
    private final String host;
    private final Actuator actuator;
    private final Instant start = Instant.now();
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong total = new AtomicLong();
    private volatile boolean draining;

    /**
     * @param env     variables; changes are effective at once
     * @param files   a file's content by its path, null if it does not exist
     * @param folders files below a path
     */
    DemoApplication(Map<String, String> env, Function<String, byte[]> files, Function<String, Map<String, byte[]>> folders,
            String host) {
        this.env = env;
        this.files = files;
        this.folders = folders;
        this.host = host;
        actuator = new Actuator(env);
    }

    boolean draining() {
        return draining;
    }

    void handle(Exchange exchange, Runnable askToClose) {
        if (actuator.isAsked(exchange.path())) {
            actuator.onApplicationPort(exchange);
            return;
        }
        inFlight.incrementAndGet();
        total.incrementAndGet();
        switch (exchange.path()) {
            case "/actuator/health" -> health(exchange);
            case "/ready" -> answer(exchange, ready() ? 200 : 503, "");
            case "/slow" -> slow(exchange);
            case "/env" -> answer(exchange, 200, env(exchange.parameter("name")));
            case "/file" -> file(exchange);
            case "/drain" -> {
                draining = true;
                askToClose.run();
                answer(exchange, 200, "");
            }
            case "/metrics" -> answer(exchange, 200, "# TYPE demo_requests_in_flight gauge\ndemo_requests_in_flight "
                    + inFlight + "\n# TYPE demo_requests_total counter\ndemo_requests_total " + total + "\n");
            default -> exchange.after(duration("WORK"), () -> answer(exchange, 200, page()));
        }
    }

    private String page() {
        StringBuilder page = new StringBuilder(env("VERSION")).append(' ').append(host).append('\n');
        folders.apply("/etc/nginx/conf.d/").values().forEach(file -> page.append(new String(file, StandardCharsets.UTF_8)));
        return page.toString();
    }

    private void slow(Exchange exchange) {
        Duration wait = GoDuration.of(exchange.parameter("for"));
        if (wait.isZero() || wait.toSeconds() > 60) {
            answer(exchange, 400, "for: a duration up to 1m\n");
        } else {
            exchange.after(wait, () -> answer(exchange, 200, env("VERSION") + " " + host + "\n"));
        }
    }

    private void file(Exchange exchange) {
        String path = exchange.parameter("path");
        byte[] content = files.apply(path.startsWith("/etc") ? path : "/etc" + (path.startsWith("/") ? path : "/" + path));
        if (content == null) {
            answer(exchange, 404, "open " + path + ": no such file or directory\n");
        } else {
            answer(exchange, 200, new String(content, StandardCharsets.UTF_8));
        }
    }

    private boolean ready() {
        String ready = env("READY");
        boolean flapped = false;
        if (ready.startsWith("flap")) {
            long half = ready.contains(":") ? Math.max(1, GoDuration.of(ready).toMillis()) : 1000;
            flapped = System.currentTimeMillis() / half % 2 == 0;
        }
        return !starting() && !ready.equals("0") && !flapped;
    }

    private boolean starting() {
        return age().compareTo(duration("START_DELAY")) < 0;
    }

    private Duration age() {
        return Duration.between(start, Instant.now());
    }

    private void health(Exchange exchange) {
        String health = env("HEALTH").isEmpty() ? "UP" : env("HEALTH");
        Duration after = duration("HEALTH_AFTER");
        if (starting() || !after.isZero() && age().compareTo(after) > 0) {
            health = "DOWN";
        }
        switch (health) {
            case "TEXT" -> answer(exchange, 200, "UP");
            case "HTML" -> respond(exchange, 200, "text/html", "<!doctype html><title>Status</title><p>UP</p>");
            case "REDIRECT" -> {
                inFlight.decrementAndGet();
                exchange.respond(302, Map.of("location", "/login"), new byte[0]);
            }
            case "ERROR" -> answer(exchange, 500, "internal error\n");
            case "DETAIL" -> json(exchange, "UP", ",\"components\":{\"db\":{\"status\":\"DOWN\"},\"diskSpace\":{\"status\":\"UP\"}}");
            case "NESTED" -> json(exchange, "UP", ",\"components\":{\"cluster\":{\"status\":\"UP\",\"components\":{\"replica\":"
                    + "{\"status\":\"OUT_OF_SERVICE\"}}},\"diskSpace\":{\"status\":\"UP\"}}");
            case "DOWN" -> json(exchange, "DOWN", ",\"components\":{\"db\":{\"status\":\"DOWN\",\"details\":{\"error\":"
                    + "\"connection refused\"}},\"diskSpace\":{\"status\":\"UP\"}}");
            default -> json(exchange, health, "");
        }
    }

    private void json(Exchange exchange, String status, String details) {
        respond(exchange, status.equals("UP") ? 200 : 503, JSON, "{\"status\":\"" + status + "\"" + details + "}\n");
    }

    private void answer(Exchange exchange, int status, String text) {
        respond(exchange, status, TEXT, text);
    }

    private void respond(Exchange exchange, int status, String type, String text) {
        inFlight.decrementAndGet();
        exchange.respond(status, type, text);
    }

    private String env(String name) {
        return env.getOrDefault(name, "");
    }

    private Duration duration(String name) {
        return GoDuration.of(env(name));
    }
}
