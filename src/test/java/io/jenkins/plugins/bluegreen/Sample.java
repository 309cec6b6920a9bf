package io.jenkins.plugins.bluegreen;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The share of a sweep that a run tries: all of it with the system property {@code full}, as {@code make sweep} sets
 * it, else a sample that the seed chooses. The system property {@code seed} repeats the choice.
 */
public final class Sample {
    /** The seed of every random test of this run. */
    public static final long SEED =
            Long.getLong("seed", ThreadLocalRandom.current().nextLong(1, 1_000_000_000));

    private static final boolean FULL = Boolean.getBoolean("full");

    private Sample() {}

    /** How many cases a random test makes up. */
    public static int of(int all, int sample) {
        return FULL ? all : sample;
    }

    /** Some of all cases. A case's chance depends on its name alone, so a seed finds it again beside other cases. */
    public static <T> List<T> of(List<T> all, int sample) {
        if (FULL) {
            return all;
        }
        return all.stream()
                .sorted(Comparator.comparingLong(
                        one -> new SplittableRandom(SEED + one.toString().hashCode()).nextLong()))
                .limit(sample)
                .toList();
    }

    /** How to repeat what was tried. */
    public static String seed() {
        return "with -Dseed=" + SEED;
    }
}
