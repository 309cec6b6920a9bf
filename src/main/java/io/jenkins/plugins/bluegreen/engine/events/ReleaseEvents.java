package io.jenkins.plugins.bluegreen.engine.events;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;

/** A listener of one release, called on the thread that advances it. Its methods return at once and never throw. */
public interface ReleaseEvents {
    /** The release has entered a phase. */
    void started(ReleaseView state, Phase phase);

    /** The release did or found something. */
    default void progress(ReleaseView state, Phase phase, Sentence what) {}

    /** The release waits. Called again only when what it waits for changes. */
    void waiting(ReleaseView state, Phase phase, Sentence forWhat);

    /** The release found something that an operator should look at. */
    default void warning(ReleaseView state, Sentence what) {}

    /** A phase ended after {@code millis} milliseconds; {@code failure} is null when it succeeded. */
    default void ended(ReleaseView state, Phase phase, long millis, Sentence failure) {}

    /**
     * The number of a colour's ready Pods, or that of those it should have, is another one than before.
     *
     * @param color null: the Deployment has none
     */
    default void pods(ReleaseView state, Color color, int ready, int desired) {}

    /** Under traffic {@code asked} probes of the health or the URL were answered, and {@code failed} of them badly. */
    default void answers(ReleaseView state, int asked, int failed) {}

    /** The release has ended. */
    void finished(ReleaseView state, ReleaseResult result);

    /** A listener that calls all of {@code listeners}, in order. */
    static ReleaseEvents all(List<ReleaseEvents> listeners) {
        return new AllEvents(List.copyOf(listeners));
    }
}
