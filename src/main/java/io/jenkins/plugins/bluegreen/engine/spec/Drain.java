package io.jenkins.plugins.bluegreen.engine.spec;

import java.io.Serializable;
import java.util.Objects;

/**
 * The request that makes Pods of the previous colour close their keep-alive connections before they are stopped.
 * Established connections stay with their Pod after the Service is patched, so waiting alone does not drain them.
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
     * @param path requested once of every old Pod, by {@code GET}
     * @param port the container's port
     * @param metric a metric of {@code /metrics} that is 0 once the Pod is drained; null: wait until the timeout
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

    /** The path that is requested once of every old Pod. */
    public String path() {
        return path;
    }

    /** The container's port. */
    public int port() {
        return port;
    }

    /** A metric of the Pod's {@code /metrics} that is 0 once the Pod is drained, or null. */
    public String metric() {
        return metric;
    }

    /** The longest wait, in seconds. */
    public int timeoutSeconds() {
        return timeoutSeconds;
    }
}
