package io.jenkins.plugins.bluegreen.e2e.bench;

import io.jenkins.plugins.bluegreen.embedded.traffic.LoadRequest;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;

/**
 * The measurements of one move of the traffic under load.
 *
 * @param toSwitched seconds from the beginning until the Service selected the wanted colour
 * @param toAnswered seconds from the beginning until the first answer of the wanted version on a new connection
 * @param toAll seconds from the beginning until the last other answer on a new connection, or the last lost request
 * @param podsReadyToSwitched seconds from the last Pod ready until the Service selected the wanted colour; NaN if its
 *     Pods were ready before
 * @param readyToSwitched the same from when the Deployment said so
 * @param calls requests to the API server since the beginning; null if they were not counted
 */
record Measured(
        double toSwitched,
        double toAnswered,
        double toAll,
        double podsReadyToSwitched,
        double readyToSwitched,
        Integer calls,
        int requests,
        int lost,
        int resets) {

    /** With what the load saw since {@code begin}. */
    static Measured of(
            long begin,
            String wanted,
            LoadResult load,
            double toSwitched,
            double podsReadyToSwitched,
            double readyToSwitched,
            Integer calls) {
        long answered = load.all().stream()
                .filter(request -> request.sentMillis() >= begin && !request.keepAlive() && is(request, wanted))
                .mapToLong(Measured::over)
                .min().orElseThrow(() -> new IllegalStateException(wanted + " never answered: " + load));
        long all = load.all().stream()
                .filter(request -> request.sentMillis() >= begin && (!request.keepAlive() || request.isLost()))
                .filter(request -> !is(request, wanted))
                .mapToLong(Measured::over)
                .max().orElse(begin);
        return new Measured(
                toSwitched,
                seconds(begin, answered),
                seconds(begin, all),
                podsReadyToSwitched,
                readyToSwitched,
                calls,
                load.requests(),
                load.lost(),
                load.resetKeepalive());
    }

    private static boolean is(LoadRequest request, String version) {
        return !request.isLost() && request.version().equals(version);
    }

    private static long over(LoadRequest request) {
        return request.dueMillis() + request.tookMillis();
    }

    static double seconds(long from, long to) {
        return (to - from) / 1_000.0;
    }
}
