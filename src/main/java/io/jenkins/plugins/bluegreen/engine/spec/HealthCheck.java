package io.jenkins.plugins.bluegreen.engine.spec;

import java.io.Serializable;
import java.util.Objects;

/** How every Pod of the candidate is asked whether it is healthy. */
public final class HealthCheck implements Serializable {
    private static final long serialVersionUID = 1L;

    /** How an answer is judged. */
    public enum Kind {
        /** Pods count as healthy once ready. */
        NONE,
        /** Any 2xx answer. */
        HTTP,
        /** A 2xx answer whose JSON says {@code "status": "UP"}, of Spring Boot's Actuator. */
        ACTUATOR
    }

    /** Which way a Pod is reached. */
    public enum Via {
        /** The API server's Pod proxy: needs {@code pods/proxy}, no route to Pods. */
        PROXY,
        /** The Pod's own address: needs a route to Pods, no permission. */
        POD_IP
    }

    private final Kind kind;
    private final String path;
    private final int port;
    private final int successes;
    private final int failures;
    private final int intervalSeconds;
    private final int timeoutSeconds;
    private final Via via;

    private HealthCheck(
            Kind kind,
            String path,
            int port,
            int successes,
            int failures,
            int intervalSeconds,
            int timeoutSeconds,
            Via via) {
        this.kind = kind;
        this.path = Objects.requireNonNull(path);
        this.port = port;
        this.successes = successes;
        this.failures = failures;
        this.intervalSeconds = intervalSeconds;
        this.timeoutSeconds = timeoutSeconds;
        this.via = via;
    }

    /** No check beyond readiness. */
    public static HealthCheck none() {
        return new HealthCheck(Kind.NONE, "/", 0, 1, 3, 5, 5, Via.PROXY);
    }

    /** {@code GET path} on {@code port} answers 2xx. */
    public static HealthCheck http(String path, int port) {
        return of(Kind.HTTP, path, port);
    }

    /** {@code GET path} on {@code port} answers as a Spring Boot Actuator that is UP, all its components too. */
    public static HealthCheck actuator(String path, int port) {
        return of(Kind.ACTUATOR, path, port);
    }

    private static HealthCheck of(Kind kind, String path, int port) {
        Validation.requirePath("health.path", path);
        Validation.requirePort("health.port", port);
        return new HealthCheck(kind, path, port, 1, 3, 5, 5, Via.PROXY);
    }

    /** The same, with how often in a row a Pod must answer well to be healthy, and badly to be unhealthy. */
    public HealthCheck withThresholds(int newSuccesses, int newFailures) {
        Validation.requireAtLeast("health.successes", newSuccesses, 1);
        Validation.requireAtLeast("health.failures", newFailures, 1);
        return new HealthCheck(kind, path, port, newSuccesses, newFailures, intervalSeconds, timeoutSeconds, via);
    }

    /** The same, with the seconds between two questions to a Pod and the seconds an answer may take. */
    public HealthCheck withTiming(int newIntervalSeconds, int newTimeoutSeconds) {
        Validation.requireAtLeast("health.interval", newIntervalSeconds, 1);
        Validation.requireAtLeast("health.timeout", newTimeoutSeconds, 1);
        return new HealthCheck(kind, path, port, successes, failures, newIntervalSeconds, newTimeoutSeconds, via);
    }

    /** The same, reaching Pods another way. */
    public HealthCheck withVia(Via newVia) {
        return new HealthCheck(kind, path, port, successes, failures, intervalSeconds, timeoutSeconds, newVia);
    }

    /** How an answer is judged. */
    public Kind kind() {
        return kind;
    }

    /** The path that is asked. */
    public String path() {
        return path;
    }

    /** The container's port. */
    public int port() {
        return port;
    }

    /** Good answers in a row that make a Pod healthy. */
    public int successes() {
        return successes;
    }

    /** Bad answers in a row that make a Pod unhealthy. */
    public int failures() {
        return failures;
    }

    /** Seconds between two questions to a Pod. */
    public int intervalSeconds() {
        return intervalSeconds;
    }

    /** Seconds an answer may take. */
    public int timeoutSeconds() {
        return timeoutSeconds;
    }

    /** Which way Pods are reached. */
    public Via via() {
        return via;
    }
}
