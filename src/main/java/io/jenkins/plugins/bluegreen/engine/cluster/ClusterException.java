package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** A request to the cluster's API that failed. */
public final class ClusterException extends ReleaseException {
    private static final long serialVersionUID = 1L;

    /** The kind of failure, which decides whether a retry makes sense. */
    public enum Kind {
        /** 404: the object or its namespace does not exist. */
        NOT_FOUND,
        /** 409: the object exists already, or was changed since it was read. */
        CONFLICT,
        /** 403. */
        FORBIDDEN,
        /** 400 or 422: the request itself is wrong. */
        INVALID,
        /** 401, 429, 5xx, a timeout or no connection: the same request may succeed later, with a fresh token too. */
        UNAVAILABLE
    }

    private final Kind kind;
    private final long retryAfterMillis;

    /**
     * A failure.
     *
     * @param retryAfterMillis the server's {@code Retry-After}, in milliseconds; 0: none
     */
    public ClusterException(Kind kind, Sentence sentence, long retryAfterMillis, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
        this.retryAfterMillis = retryAfterMillis;
    }

    /** The kind of failure. */
    public Kind kind() {
        return kind;
    }

    /** The server's {@code Retry-After}, in milliseconds; 0: none. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }

    /** Whether the cluster does not know who we are: it has no such account, or the token is over. */
    public boolean isUnauthorized() {
        return sentence().key().equals("cluster.unauthorized");
    }

    /** Whether the same request may succeed later. */
    public boolean isTransient() {
        return kind == Kind.UNAVAILABLE;
    }
}
