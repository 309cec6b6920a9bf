package io.jenkins.plugins.bluegreen.timeline;

import java.util.List;

/**
 * How a release went over time. All times are in milliseconds since 1970.
 *
 * @param startedAt when the release started
 * @param endedAt when it ended; 0: it goes on
 * @param stretches its phases in order, the last one without an end while the release goes on
 * @param moments when the traffic moved, in order
 * @param readiness how many Pods were ready, whenever that changed
 * @param answers the answers to the probes of each second in which there were some
 */
public record Timeline(
        long startedAt,
        long endedAt,
        List<Stretch> stretches,
        List<Moment> moments,
        List<Readiness> readiness,
        List<Answers> answers) {

    /** A timeline; lists that are missing are empty. */
    public Timeline {
        stretches = stretches == null ? List.of() : List.copyOf(stretches);
        moments = moments == null ? List.of() : List.copyOf(moments);
        readiness = readiness == null ? List.of() : List.copyOf(readiness);
        answers = answers == null ? List.of() : List.copyOf(answers);
    }

    /**
     * A phase.
     *
     * @param phase the name of a {@link io.jenkins.plugins.bluegreen.engine.cluster.Phase}
     * @param to 0: it goes on
     * @param failed whether it ended with a failure
     */
    public record Stretch(String phase, long from, long to, boolean failed) {}

    /** An instant at which the traffic moved to a colour. */
    public record Moment(long at, Kind kind, String color) {
        /** Which way the traffic went. */
        public enum Kind {
            /** To the colour that is released. */
            SWITCHED,
            /** To the colour that had it before. */
            BACK
        }
    }

    /** The Pods of a colour: from {@code at} on, {@code ready} of {@code desired} were ready. */
    public record Readiness(long at, String color, int ready, int desired) {}

    /** The answers to probes within the second that begins at {@code at}; of a long release within a longer time. */
    public record Answers(long at, int asked, int failed) {}
}
