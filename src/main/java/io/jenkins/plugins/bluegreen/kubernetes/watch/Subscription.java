package io.jenkins.plugins.bluegreen.kubernetes.watch;

/** Somebody's interest in a namespace; while there is any, the namespace is watched. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Ends it; may be called again. */
    @Override
    void close();
}
