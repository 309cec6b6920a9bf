package io.jenkins.plugins.bluegreen.engine.events;

/** What comes after one move of the engine. */
public sealed interface Move {
    /**
     * Advance again at {@code untilMillis}, or as soon as the cluster changed.
     *
     * @param untilMillis on the clock that {@code advance} is given; in the past for: at once
     */
    record Wait(long untilMillis) implements Move {}

    /** Run the step's block, then say how it ended by {@link ReleaseEngine#bodyEnded}. */
    record RunBody() implements Move {}

    /** The release is over. */
    record Finished(ReleaseResult result) implements Move {}
}
