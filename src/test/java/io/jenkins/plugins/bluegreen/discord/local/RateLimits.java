package io.jenkins.plugins.bluegreen.discord.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The rate limits: one bucket per webhook and method, and a global one. A bucket is a window of fixed length that
 * starts at its first request. "Rate Limits", Discord's documentation.
 */
final class RateLimits {
    private final Map<String, Window> buckets = new HashMap<>();
    private final Window all = new Window();
    private int requests = 5;
    private long perNanos = Duration.ofSeconds(2).toNanos();
    private int globalRequests = 50;

    /** A refusal, or null, and the headers that any other answer carries. */
    record Verdict(Reply refusal, Map<String, String> headers) {}

    private static final class Window {
        private long start;
        private int used;

        /** Counts this request if there is room, and returns 0; else the nanoseconds to wait. */
        private long take(int most, long length, long now) {
            if (used == 0 || now - start >= length) {
                start = now;
                used = 0;
            }
            if (used >= most) {
                return start + length - now;
            }
            used++;
            return 0;
        }
    }

    synchronized void limit(int most, Duration per) {
        requests = most;
        perNanos = per.toNanos();
        buckets.clear();
    }

    synchronized void globalLimit(int perSecond) {
        globalRequests = perSecond;
        all.used = 0;
    }

    /** Counts the request. */
    synchronized Verdict take(String webhook, String method) {
        long now = System.nanoTime();
        long wait = all.take(globalRequests, Duration.ofSeconds(1).toNanos(), now);
        if (wait > 0) {
            return new Verdict(refusal(seconds(wait), true), Map.of());
        }
        Window bucket = buckets.computeIfAbsent(webhook + " " + method, key -> new Window());
        wait = bucket.take(requests, perNanos, now);
        BigDecimal reset = seconds(bucket.start + perNanos - now);
        Map<String, String> headers = headers(requests, requests - bucket.used, reset, method);
        return new Verdict(wait > 0 ? refusal(reset, false).with(headers) : null, headers);
    }

    /** The 429 of an exhausted bucket. */
    static Reply refusal(double seconds, boolean global, String method) {
        BigDecimal wait = BigDecimal.valueOf(seconds).setScale(3, RoundingMode.CEILING);
        return global ? refusal(wait, true) : refusal(wait, false).with(headers(5, 0, wait, method));
    }

    private static Reply refusal(BigDecimal wait, boolean global) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("message", "You are being rate limited.");
        body.put("retry_after", wait).put("global", global);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Retry-After", wait.setScale(0, RoundingMode.CEILING).toPlainString());
        headers.put("X-RateLimit-Scope", global ? "global" : "user");
        if (global) {
            headers.put("X-RateLimit-Global", "true");
        }
        return Reply.json(429, body).with(headers);
    }

    private static Map<String, String> headers(int limit, int remaining, BigDecimal reset, String method) {
        BigDecimal now = BigDecimal.valueOf(Instant.now().toEpochMilli(), 3);
        return Map.of(
                "X-RateLimit-Limit", Integer.toString(limit),
                "X-RateLimit-Remaining", Integer.toString(remaining),
                "X-RateLimit-Reset", now.add(reset).toPlainString(),
                "X-RateLimit-Reset-After", reset.toPlainString(),
                // the hash does not contain the webhook, the top-level resource: the same for all webhooks
                "X-RateLimit-Bucket", UUID.nameUUIDFromBytes(method.getBytes()).toString().replace("-", ""));
    }

    /** Rounded up, so that a client that waits this long has waited long enough. */
    private static BigDecimal seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).setScale(3, RoundingMode.CEILING);
    }
}
