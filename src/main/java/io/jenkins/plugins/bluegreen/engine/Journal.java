package io.jenkins.plugins.bluegreen.engine;

/** Where a release's state survives the process. */
@FunctionalInterface
public interface Journal {
    /** Returns once {@code state} is kept; called before every side effect that must not be forgotten. */
    void save(ReleaseState state);
}
