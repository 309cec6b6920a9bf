package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** The cluster's API did not do what it was asked. */
public final class ClusterException extends ReleaseException {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal; decides whether asking again makes sense. */
    public enum Kind {
        /** 404: the object, or its namespace, is not there. */
        NOT_FOUND,
        /** 409: the object is there already, or was changed since it was read. */
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
     * A refusal.
     *
     * @param retryAfterMillis how long the server asked to wait, in milliseconds; 0 when it did not say
     */
    public ClusterException(Kind kind, Sentence sentence, long retryAfterMillis, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
        this.retryAfterMillis = retryAfterMillis;
    }

    /** What kind of refusal. */
    public Kind kind() {
        return kind;
    }

    /** How long the server asked to wait before the next request, in milliseconds; 0 when it did not say. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }

    /** Whether the same request may succeed later. */
    public boolean isTransient() {
        return kind == Kind.UNAVAILABLE;
    }
}
