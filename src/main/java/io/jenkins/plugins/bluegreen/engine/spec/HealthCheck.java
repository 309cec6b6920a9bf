package io.jenkins.plugins.bluegreen.engine.spec;

import java.io.Serializable;
import java.util.Objects;

/** The HTTP health check of a candidate's Pods. */
public final class HealthCheck implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The condition for a healthy answer. */
    public enum Kind {
        /** No request: a Pod is healthy once it is ready. */
        NONE,
        /** A 2xx answer. */
        HTTP,
        /** A 2xx answer of Spring Boot's Actuator, with {@code "status": "UP"} in its JSON. */
        ACTUATOR
    }

    /** The route to a Pod. */
    public enum Via {
        /** The API server's Pod proxy; needs the permission {@code pods/proxy}. */
        PROXY,
        /** The Pod's own address; needs a network route to Pods. */
        POD_IP
    }

    /** The protocol that a Pod speaks on the port. Certificates of Pods are not checked, as with kubelet's probes. */
    public enum Scheme {
        HTTP,
        HTTPS
    }

    private final Kind kind;
    private final String path;
    private final int port;
    private final int successes;
    private final int failures;
    private final int intervalSeconds;
    private final int timeoutSeconds;
    private final Via via;
    private final Scheme scheme;

    private HealthCheck(
            Kind kind,
            String path,
            int port,
            int successes,
            int failures,
            int intervalSeconds,
            int timeoutSeconds,
            Via via,
            Scheme scheme) {
        this.kind = kind;
        this.path = Objects.requireNonNull(path);
        this.port = port;
        this.successes = successes;
        this.failures = failures;
        this.intervalSeconds = intervalSeconds;
        this.timeoutSeconds = timeoutSeconds;
        this.via = via;
        this.scheme = scheme;
    }

    /** No check beyond readiness. */
    public static HealthCheck none() {
        return new HealthCheck(Kind.NONE, "/", 0, 1, 3, 5, 5, Via.PROXY, Scheme.HTTP);
    }

    /** {@code GET path} on {@code port} answers 2xx. */
    public static HealthCheck http(String path, int port) {
        return of(Kind.HTTP, path, port);
    }

    /** {@code GET path} on {@code port} answers as a Spring Boot Actuator that is UP, with all its components UP. */
    public static HealthCheck actuator(String path, int port) {
        return of(Kind.ACTUATOR, path, port);
    }

    private static HealthCheck of(Kind kind, String path, int port) {
        Validation.requirePath("health.path", path);
        Validation.requirePort("health.port", port);
        return new HealthCheck(kind, path, port, 1, 3, 5, 5, Via.PROXY, Scheme.HTTP);
    }

    /** The same, with the numbers of good answers in a row for healthy, and of bad answers in a row for unhealthy. */
    public HealthCheck withThresholds(int newSuccesses, int newFailures) {
        Validation.requireAtLeast("health.successes", newSuccesses, 1);
        Validation.requireAtLeast("health.failures", newFailures, 1);
        return new HealthCheck(
                kind, path, port, newSuccesses, newFailures, intervalSeconds, timeoutSeconds, via, scheme);
    }

    /** The same, with the seconds between two requests to a Pod, and the seconds an answer may take. */
    public HealthCheck withTiming(int newIntervalSeconds, int newTimeoutSeconds) {
        Validation.requireAtLeast("health.interval", newIntervalSeconds, 1);
        Validation.requireAtLeast("health.timeout", newTimeoutSeconds, 1);
        return new HealthCheck(
                kind, path, port, successes, failures, newIntervalSeconds, newTimeoutSeconds, via, scheme);
    }

    /** The same, with another route to Pods. */
    public HealthCheck withVia(Via newVia) {
        return new HealthCheck(kind, path, port, successes, failures, intervalSeconds, timeoutSeconds, newVia, scheme);
    }

    /** The same, with another protocol. */
    public HealthCheck withScheme(Scheme newScheme) {
        return new HealthCheck(kind, path, port, successes, failures, intervalSeconds, timeoutSeconds, via, newScheme);
    }

    /** The condition for a healthy answer. */
    public Kind kind() {
        return kind;
    }

    /** The path that is requested. */
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

    /** Seconds between two requests to a Pod. */
    public int intervalSeconds() {
        return intervalSeconds;
    }

    /** Seconds an answer may take. */
    public int timeoutSeconds() {
        return timeoutSeconds;
    }

    /** The route to Pods. */
    public Via via() {
        return via;
    }

    /** The protocol that Pods speak. */
    public Scheme scheme() {
        return scheme;
    }
}
