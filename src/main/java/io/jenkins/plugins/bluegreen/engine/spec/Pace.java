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
 * @param routing how long Pods without a preStop hook stay at least after they have lost the traffic: nodes follow a
 *     Service with a delay, kube-proxy once a second at most ({@code iptables.minSyncPeriod} of its configuration)
 */
public record Pace(
        long poll, long lease, long stuck, long scheduling, long step, long unready, long routing) {
    /** The limits for real clusters. */
    public static Pace normal() {
        return new Pace(5_000, 60_000, 10_000, 60_000, 120_000, 30_000, 3_000);
    }
}
