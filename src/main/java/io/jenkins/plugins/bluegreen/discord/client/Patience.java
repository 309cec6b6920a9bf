package io.jenkins.plugins.bluegreen.discord.client;

/**
 * How long Discord is waited for. Times are milliseconds. Waiting because Discord asked for it (429) is no attempt.
 *
 * @param attempts     how often a message is tried at most
 * @param firstPause   before the second attempt; doubled before each further one, each by chance half to whole
 * @param longestPause the longest pause between two attempts
 * @param lifetime     how long a message may wait in all
 * @param waiting      how many messages of a conversation may wait
 */
record Patience(int attempts, long firstPause, long longestPause, long lifetime, int waiting) {
    static Patience normal() {
        return new Patience(6, 500, 10_000, 300_000, 100);
    }

    /** Before the attempt after the {@code attempts}-th one; {@code chance} is from 0 to 1. */
    long pause(int attempts, double chance) {
        long whole = Math.min(longestPause, firstPause << Math.min(attempts - 1, 20));
        return (long) (whole * (0.5 + chance / 2));
    }
}
