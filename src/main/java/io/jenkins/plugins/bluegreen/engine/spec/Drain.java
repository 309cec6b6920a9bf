package io.jenkins.plugins.bluegreen.engine.spec;

import java.io.Serializable;
import java.util.Objects;

/**
 * How the Pods of the previous colour are asked to let their kept-alive connections go before they are stopped.
 * Established connections stay with their Pod however the Service is patched, so waiting alone drains nothing.
 */
public final class Drain implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final int port;
    private final String metric;
    private final int timeoutSeconds;

    /**
     * A drain.
     *
     * @param path asked once of every old Pod, by {@code GET}
     * @param port the container's port
     * @param metric a metric of the Pod's {@code /metrics} that is 0 once it is drained; null: wait the whole time
     * @param timeoutSeconds the longest wait, in seconds
     */
    public Drain(String path, int port, String metric, int timeoutSeconds) {
        this.path = Objects.requireNonNull(path);
        Validation.requirePath("drain.path", path);
        Validation.requirePort("drain.port", port);
        Validation.requireAtLeast("drain.timeout", timeoutSeconds, 1);
        this.port = port;
        this.metric = metric;
        this.timeoutSeconds = timeoutSeconds;
    }

    /** Asked once of every old Pod. */
    public String path() {
        return path;
    }

    /** The container's port. */
    public int port() {
        return port;
    }

    /** A metric that is 0 once a Pod is drained, or null. */
    public String metric() {
        return metric;
    }

    /** The longest wait, in seconds. */
    public int timeoutSeconds() {
        return timeoutSeconds;
    }
}
