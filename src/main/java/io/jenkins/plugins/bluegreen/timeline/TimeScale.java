package io.jenkins.plugins.bluegreen.timeline;

import java.util.List;
import java.util.stream.LongStream;

/**
 * The horizontal axis of a timeline's picture.
 *
 * @param from the time at its left end, in milliseconds since 1970
 * @param to the time at its right end
 * @param origin the time that its labels count from
 */
public record TimeScale(long from, long to, long origin) {
    /** The left end, in units of the picture. */
    public static final int LEFT = 92;
    /** The right end. */
    public static final int RIGHT = 850;

    private static final long LEAST_MILLIS = 1_000;
    private static final int MOST_TICKS = 10;
    private static final long[] STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600};

    /** An axis of at least a second. */
    public TimeScale {
        to = Math.max(to, from + LEAST_MILLIS);
    }

    /** Where a time is; one beyond an end is at that end. */
    public double x(long at) {
        double part = (at - from) / (double) (to - from);
        return LEFT + (RIGHT - LEFT) * Math.min(1, Math.max(0, part));
    }

    /** The times that have a label: round numbers of seconds from the origin. */
    List<Long> ticks() {
        long step = step() * 1_000;
        long first = -Math.floorDiv(origin - from, step) * step + origin;
        return LongStream.iterate(first, at -> at <= to, at -> at + step).boxed().toList();
    }

    private long step() {
        long seconds = (to - from) / 1_000;
        for (long step : STEPS) {
            if (seconds / step < MOST_TICKS) {
                return step;
            }
        }
        long days = 86_400;
        return (seconds / (days * MOST_TICKS) + 1) * days;
    }
}
