package io.jenkins.plugins.bluegreen.embedded.server;

import java.time.Duration;

/** A misbehaviour of the API server at one call. It is selected when the call arrives. */
public sealed interface Fault {

    /** Answers with this status and does nothing. */
    record Answer(int status, String reason, String message, Duration retryAfter) implements Fault {}

    /** Answers with a page, like a proxy in front of the API server. */
    record Page(int status, String html) implements Fault {}

    /** Resets the connection; with {@code effect} after the call took effect. */
    record Reset(boolean effect) implements Fault {}

    /** Holds the call for {@code duration} and then serves it. */
    record Stall(Duration duration) implements Fault {}

    /** Serves the call, and closes the connection in the middle of the answer. */
    record Truncated() implements Fault {}

    /** Runs {@code action} on the server's thread before the call is served. */
    record Before(Runnable action) implements Fault {}

    /** Runs {@code action} after the call took effect, before its answer is sent. */
    record After(Runnable action) implements Fault {}

    /** 429 with {@code Retry-After} in seconds (rounded up), as API Priority and Fairness answers. */
    static Fault tooManyRequests(Duration retryAfter) {
        return new Answer(429, "TooManyRequests", "Too many requests, please try again later.", retryAfter);
    }

    static Fault unauthorized() {
        return new Answer(401, "Unauthorized", "Unauthorized", null);
    }

    static Fault internalError() {
        return new Answer(500, "InternalError", "Internal error occurred: etcdserver: leader changed", null);
    }

    static Fault unavailable() {
        return new Answer(503, "ServiceUnavailable", "apiserver is shutting down", null);
    }

    /** 503 to {@code pods/proxy}, as the API server answers when its own way to the Pods or their node is broken. */
    static Fault noWayToPods() {
        return new Answer(503, "ServiceUnavailable",
                "error trying to reach service: dial tcp 10.1.2.3:8080: connect: no route to host", null);
    }

    /** 409, as if another writer was faster. */
    static Fault conflict() {
        return new Answer(409, "Conflict", "Operation cannot be fulfilled: the object has been modified; "
                + "please apply your changes to the latest version and try again", null);
    }

    /** 410 for a watch or list: the requested resourceVersion is too old. A watch opens and gets an ERROR event. */
    static Fault gone() {
        return new Answer(410, "Expired", "too old resource version: 1 (2)", null);
    }

    static Fault reset() {
        return new Reset(false);
    }

    /** The call takes effect, but the connection is reset without an answer. */
    static Fault effectWithoutAnswer() {
        return new Reset(true);
    }

    static Fault stall(Duration duration) {
        return new Stall(duration);
    }

    static Fault truncated() {
        return new Truncated();
    }

    static Fault before(Runnable action) {
        return new Before(action);
    }

    static Fault after(Runnable action) {
        return new After(action);
    }
}
