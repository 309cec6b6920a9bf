package io.jenkins.plugins.bluegreen.kubernetes.watch;

/** The registration of a listener to changes in a namespace, which is watched while it has one, and a minute longer. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Removes the listener. Idempotent. */
    @Override
    void close();
}
