package io.jenkins.plugins.bluegreen.kubernetes.watch;

/** The registration of a listener to changes in a namespace. The namespace is watched while it has one. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Removes the listener. Idempotent. */
    @Override
    void close();
}
