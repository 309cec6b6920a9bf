package io.jenkins.plugins.bluegreen.embedded.server;

import java.time.Duration;

/** A way in which the API server misbehaves at one call. What happens is decided when the call arrives. */
public sealed interface Fault {

    /** An answer with this status and nothing done. */
    record Answer(int status, String reason, String message, Duration retryAfter) implements Fault {}

    /** A page that is no API server's, as of a proxy between. */
    record Page(int status, String html) implements Fault {}

    /** The connection is reset; with {@code effect} only after the call took effect. */
    record Reset(boolean effect) implements Fault {}

    /** The call is held for {@code duration} and then served. */
    record Stall(Duration duration) implements Fault {}

    /** The call is served; its answer ends in the middle and the connection is closed. */
    record Truncated() implements Fault {}

    /** {@code action} runs before the call is served, on the server's thread, and the call is then served as usual. */
    record Before(Runnable action) implements Fault {}

    /** {@code action} runs once the call took effect, before its answer is sent. */
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

    /** 409, as if another writer had been faster. */
    static Fault conflict() {
        return new Answer(409, "Conflict", "Operation cannot be fulfilled: the object has been modified; "
                + "please apply your changes to the latest version and try again", null);
    }

    /** 410 for a watch or list: the resourceVersion asked for is too old. A watch is opened and told so by an ERROR event. */
    static Fault gone() {
        return new Answer(410, "Expired", "too old resource version: 1 (2)", null);
    }

    static Fault reset() {
        return new Reset(false);
    }

    /** The call takes effect and its answer is lost with the connection. */
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
