package io.jenkins.plugins.bluegreen.engine.events;

/** What a driver does after one move of the engine. */
public sealed interface Move {
    /**
     * Make the next move at {@code untilMillis}, or as soon as the cluster changes.
     *
     * @param untilMillis on the clock that the engine is given; a time in the past means at once
     */
    record Wait(long untilMillis) implements Move {}

    /** Run the step's block, then tell the engine how it ended. */
    record RunBody() implements Move {}

    /** The release has ended. */
    record Finished(ReleaseResult result) implements Move {}
}
