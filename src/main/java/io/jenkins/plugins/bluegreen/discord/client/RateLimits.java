package io.jenkins.plugins.bluegreen.discord.client;

import java.util.HashMap;
import java.util.Map;
import okhttp3.Headers;

/**
 * How many requests Discord still takes for one webhook, by what its answers tell (Discord documentation, "Rate
 * Limits": limits are not to be built in). Methods that share a bucket share its limit. Times are milliseconds of any
 * one clock.
 */
final class RateLimits {
    private final Map<String, String> buckets = new HashMap<>();
    private final Map<String, Long> exhaustedUntil = new HashMap<>();

    /** When a request of this method may be sent; a time in the past if at once. */
    long freeAt(String method) {
        return exhaustedUntil.getOrDefault(buckets.getOrDefault(method, method), 0L);
    }

    /** Learns from an answer that came at {@code now}. */
    void learn(String method, Headers headers, long now) {
        String bucket = headers.get("X-RateLimit-Bucket");
        if (bucket != null) {
            buckets.put(method, bucket);
        }
        double remaining = number(headers.get("X-RateLimit-Remaining"));
        double seconds = number(headers.get("X-RateLimit-Reset-After"));
        if (remaining == 0 && seconds > 0) {
            exhaustedUntil.put(buckets.getOrDefault(method, method), now + millis(seconds));
        }
    }

    /** Seconds with decimals, rounded up: a request that comes a moment early is refused. At most a day. */
    static long millis(double seconds) {
        return (long) Math.ceil(Math.min(seconds, 86_400) * 1000);
    }

    /** The value of a header; NaN if there is none. */
    static double number(String value) {
        try {
            return value == null ? Double.NaN : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
