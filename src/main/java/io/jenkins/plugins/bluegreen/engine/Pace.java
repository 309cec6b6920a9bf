package io.jenkins.plugins.bluegreen.engine;

/**
 * The engine's own time limits, in milliseconds. They are no user's business; tests make them short.
 *
 * @param poll the longest wait for a watch before the cluster is looked at again
 * @param lease how long the Lease counts as held without a renewal
 * @param stuck how long a Pod may say nothing before events are read for the reason
 * @param scheduling how long a Pod may find no node or no room in a quota, for clusters that grow by need and Pods that
 *     end, or its node may be late with it
 * @param step how long a phase without a limit of its own (PLAN, SWITCH, the writes of RETIRE) may take
 * @param unready how long a Pod may be not ready under traffic before that is a breach
 */
public record Pace(long poll, long lease, long stuck, long scheduling, long step, long unready) {
    /** For real clusters. */
    public static Pace normal() {
        return new Pace(5_000, 60_000, 10_000, 60_000, 120_000, 10_000);
    }
}
