package io.jenkins.plugins.bluegreen.engine.spec;

import java.util.SplittableRandom;

/**
 * Spreads the retries of releases that the same failure hit at the same instant. The result depends on the release and
 * the instant alone, so the random schedules of the tests can be repeated.
 */
public final class Jitter {
    private Jitter() {}

    /**
     * Half of a pause to all of it.
     *
     * @param release the release's id
     * @param instant when the pause begins, in milliseconds
     */
    public static long part(long pauseMillis, String release, long instant) {
        double random = new SplittableRandom(release.hashCode() * 31L + instant).nextDouble();
        return Math.round(pauseMillis * (0.5 + random / 2));
    }
}
