package io.jenkins.plugins.bluegreen.discord.client;

import java.util.HashMap;
import java.util.Map;
import okhttp3.Headers;

/**
 * The rate limits of one webhook, as its replies state them (Discord documentation, "Rate Limits": clients must not
 * hard-code limits). Methods of one bucket share its limit. Times are milliseconds of {@link DiscordClient#now()}.
 */
final class RateLimits {
    private final Map<String, String> buckets = new HashMap<>();
    private final Map<String, Long> exhaustedUntil = new HashMap<>();
    private long pausedUntil = Long.MIN_VALUE;

    /** When a request of this method may be sent; a time in the past if at once. */
    long freeAt(String method) {
        long exhausted = exhaustedUntil.getOrDefault(buckets.getOrDefault(method, method), Long.MIN_VALUE);
        return Math.max(pausedUntil, exhausted);
    }

    /** Holds up all requests. */
    void pauseUntil(long time) {
        pausedUntil = Math.max(pausedUntil, time);
    }

    /** Learns from the headers of a reply that came at {@code now}. */
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

    /** Seconds with decimals in milliseconds, rounded up: a request that comes too early is refused. At most a day. */
    static long millis(double seconds) {
        return (long) Math.ceil(Math.min(seconds, 86_400) * 1000);
    }

    /** The number in a header; NaN if there is none. */
    static double number(String value) {
        try {
            return value == null ? Double.NaN : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
