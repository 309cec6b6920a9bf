package io.jenkins.plugins.bluegreen.engine;

/** The storage in which a release's state survives the process. */
@FunctionalInterface
public interface Journal {
    /** Saves {@code state} before it returns. Called before every write that a resumed release has to know of. */
    void save(ReleaseState state);
}
