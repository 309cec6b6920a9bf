package io.jenkins.plugins.bluegreen.discord.client;

/**
 * Limits of retries and of waiting, with exponential backoff. Times are milliseconds. A wait that Discord asked for
 * (429) is not an attempt.
 *
 * @param attempts     attempts to send one state of a message, at most
 * @param firstPause   before the second attempt; doubled before each further one, with jitter of half to whole
 * @param longestPause between two attempts, at most
 * @param lifetime     after which a message that still waits is given up
 * @param waiting      messages of one conversation that wait at the same time, at most
 */
record RetryPolicy(int attempts, long firstPause, long longestPause, long lifetime, int waiting) {
    static final RetryPolicy DEFAULT = new RetryPolicy(6, 500, 10_000, 300_000, 100);

    /**
     * The pause after a failed attempt.
     *
     * @param attempts so far
     * @param jitter   from 0 to 1
     */
    long pause(int attempts, double jitter) {
        long whole = Math.min(longestPause, firstPause << Math.min(attempts - 1, 20));
        return (long) (whole * (0.5 + jitter / 2));
    }
}
