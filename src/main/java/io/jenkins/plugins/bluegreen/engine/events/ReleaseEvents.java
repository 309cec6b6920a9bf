package io.jenkins.plugins.bluegreen.engine.events;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;

/** Told what a release does, as it does it, on the thread that advances it. Must return at once and never throw. */
public interface ReleaseEvents {
    /** The release has entered a phase. */
    void started(ReleaseState state, Phase phase);

    /** Something was done or learnt. */
    default void progress(ReleaseState state, Phase phase, Sentence what) {}

    /** The release waits; told again only when what it waits for changes. */
    void waiting(ReleaseState state, Phase phase, Sentence forWhat);

    /** Something is worth a second look. */
    default void warning(ReleaseState state, Sentence what) {}

    /** A phase is over after {@code millis}; {@code failure} is null when it went well. */
    default void ended(ReleaseState state, Phase phase, long millis, Sentence failure) {}

    /** The release is over. */
    void finished(ReleaseState state, ReleaseResult result);

    /** All of them, told in order. */
    static ReleaseEvents all(List<ReleaseEvents> listeners) {
        return new AllEvents(List.copyOf(listeners));
    }
}
