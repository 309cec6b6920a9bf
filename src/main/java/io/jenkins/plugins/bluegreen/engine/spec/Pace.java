package io.jenkins.plugins.bluegreen.engine.spec;

/**
 * The engine's own time limits, in milliseconds. Users can't set them; tests use short ones.
 *
 * @param poll the longest wait for a watch event before the next move
 * @param lease the duration of the Lease without a renewal
 * @param stuck how long Pods may be not ready before events are read for the reason; doubled each time
 * @param scheduling how long a Pod may lack its image, configuration or an answer of its node without having been told
 *     that there is none. Room on a node and in a quota is waited for until the timeout
 * @param step the limit of a phase that has none of its own (PLAN, SWITCH, the writes of RETIRE)
 * @param unready how long Pods may be missing under traffic where {@code monitor.unready} does not say it
 */
public record Pace(long poll, long lease, long stuck, long scheduling, long step, long unready) {
    /** The limits for real clusters. */
    public static Pace normal() {
        return new Pace(5_000, 60_000, 10_000, 60_000, 120_000, 30_000);
    }
}
