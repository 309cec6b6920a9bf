package io.jenkins.plugins.bluegreen.embedded.traffic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The result of a {@link Load}. */
public final class LoadResult {
    /** The length of a bucket of {@link #buckets()} in milliseconds. */
    public static final int BUCKET_MILLIS = 100;

    /**
     * The requests that were sent within a tenth of a second.
     *
     * @param startMillis since 1970
     * @param colors      how many each colour answered 2xx, an unknown one being the empty string
     * @param versions    how many each version answered 2xx
     */
    public record Bucket(long startMillis, Map<String, Integer> colors, Map<String, Integer> versions, int lost) {}

    private final List<LoadRequest> all;

    /** @param requests in any order */
    public LoadResult(Collection<LoadRequest> requests) {
        all = requests.stream()
                .sorted(Comparator.comparingLong(LoadRequest::sentMillis))
                .toList();
    }

    /** Every request, by the time it was sent. */
    public List<LoadRequest> all() {
        return all;
    }

    /** The number of requests. */
    public int requests() {
        return all.size();
    }

    /** The number of requests without a 2xx answer. */
    public int lost() {
        return losses().size();
    }

    /** The number of kept-alive connections that the server closed unannounced. */
    public int resetKeepalive() {
        return (int) all.stream().filter(LoadRequest::resent).count();
    }

    /** The requests without a 2xx answer. */
    public List<LoadRequest> losses() {
        return all.stream().filter(LoadRequest::isLost).toList();
    }

    /** The number of 2xx answers by version. */
    public Map<String, Integer> versions() {
        Map<String, Integer> versions = new TreeMap<>();
        all.stream().filter(request -> !request.isLost()).forEach(request -> versions.merge(request.version(), 1, Integer::sum));
        return versions;
    }

    /** The requests in tenths of a second from the first to the last one, empty ones included. */
    public List<Bucket> buckets() {
        List<Bucket> buckets = new ArrayList<>();
        for (LoadRequest request : all) {
            long since = request.sentMillis() - all.get(0).sentMillis();
            long start = request.sentMillis() - since % BUCKET_MILLIS;
            while (buckets.isEmpty() || buckets.get(buckets.size() - 1).startMillis() < start) {
                long next = buckets.isEmpty() ? start : buckets.get(buckets.size() - 1).startMillis() + BUCKET_MILLIS;
                buckets.add(new Bucket(next, new TreeMap<>(), new TreeMap<>(), 0));
            }
            Bucket last = buckets.remove(buckets.size() - 1);
            if (!request.isLost()) {
                last.colors().merge(request.color(), 1, Integer::sum);
                last.versions().merge(request.version(), 1, Integer::sum);
            }
            buckets.add(new Bucket(
                    last.startMillis(), last.colors(), last.versions(), last.lost() + (request.isLost() ? 1 : 0)));
        }
        return List.copyOf(buckets);
    }

    /** The counts and the first losses with time and reason, as the message of a failed test. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(requests() + " requests, " + lost() + " lost, " + resetKeepalive()
                + " kept-alive connections reset, answers by version " + versions());
        long first = all.isEmpty() ? 0 : all.get(0).sentMillis();
        losses().stream().limit(10).forEach(request -> text.append("\n  lost after ")
                .append(request.sentMillis() - first)
                .append(" ms")
                .append(request.keepAlive() ? " (keep-alive): " : " (short): ")
                .append(request.loss()));
        return text.toString();
    }
}
