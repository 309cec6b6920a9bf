package io.jenkins.plugins.bluegreen.e2e.drills;

import io.jenkins.plugins.bluegreen.embedded.traffic.LoadRequest;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import java.util.List;

/** What users saw of a trouble. */
public final class Users {
    private Users() {}

    /** The longest time between two answers in which a request was lost, in milliseconds; 0: none was. */
    public static long outageMillis(LoadResult load) {
        List<Long> answers = load.all().stream()
                .filter(request -> !request.isLost())
                .map(Users::over)
                .sorted()
                .toList();
        long longest = 0;
        for (LoadRequest lost : load.losses()) {
            long before = answers.stream().filter(at -> at <= over(lost)).reduce((one, two) -> two).orElse(-1L);
            long after = answers.stream().filter(at -> at > over(lost)).findFirst().orElse(-1L);
            if (before >= 0 && after >= 0) {
                longest = Math.max(longest, after - before);
            }
        }
        return longest;
    }

    /** Seconds until the last lost request, or the last answer on a new connection from another version. */
    public static double backSeconds(LoadResult load, long troubleMillis, String good) {
        long last = load.all().stream()
                .filter(request -> request.sentMillis() >= troubleMillis)
                .filter(request -> request.isLost() || !request.keepAlive() && !request.version().equals(good))
                .mapToLong(Users::over)
                .max()
                .orElse(troubleMillis);
        return (last - troubleMillis) / 1_000.0;
    }

    private static long over(LoadRequest request) {
        return request.dueMillis() + request.tookMillis();
    }
}
