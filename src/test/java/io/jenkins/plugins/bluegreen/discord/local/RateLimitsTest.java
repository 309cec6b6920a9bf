package io.jenkins.plugins.bluegreen.discord.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.discord.local.rules.SingleQuoted;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The local Discord's rate limits")
class RateLimitsTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final LocalDiscord discord = LocalDiscord.start();
    private final Client client = new Client();

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    @DisplayName("every answer tells the bucket: five in two seconds unless set")
    void headers() throws Exception {
        HttpResponse<String> answer = client.say(discord.webhook(), "a");
        assertEquals("5", header(answer, "X-RateLimit-Limit"));
        assertEquals("4", header(answer, "X-RateLimit-Remaining"));
        assertEquals("2.000", header(answer, "X-RateLimit-Reset-After"));
        double reset = Double.parseDouble(header(answer, "X-RateLimit-Reset"));
        double now = Instant.now().toEpochMilli() / 1000.0;
        assertTrue(reset > now - 20 && reset <= now + 2.001, reset + " at " + now);
        discord.limit(5, LONG);
        client.say(discord.webhook(), "");
        assertEquals("3", header(client.say(discord.webhook(), "a"), "X-RateLimit-Remaining"), "refused ones count");
        String bucket = header(answer, "X-RateLimit-Bucket");
        assertTrue(bucket.matches("[0-9a-f]{32}"));
        assertEquals(bucket, header(client.say(discord.webhook("other"), "a"), "X-RateLimit-Bucket"));
        assertNotEquals(bucket, header(client.delete(discord.webhook() + "/messages/1"), "X-RateLimit-Bucket"));
    }

    @Test
    @DisplayName("over it is 429 with the time to wait, for this webhook and method alone, and nothing is done")
    void bucket() throws Exception {
        discord.limit(2, LONG);
        client.say(discord.webhook(), "a");
        client.say(discord.webhook(), "b");
        HttpResponse<String> refused = client.say(discord.webhook(), "c");
        assertEquals(429, refused.statusCode());
        JsonNode body = SingleQuoted.json(refused.body());
        assertEquals("You are being rate limited.", body.path("message").asText());
        assertFalse(body.path("global").asBoolean(true));
        double wait = body.path("retry_after").asDouble();
        assertTrue(wait > 3590 && wait <= 3600, "waits " + wait);
        assertEquals((long) Math.ceil(wait), Long.parseLong(header(refused, "Retry-After")));
        assertEquals(wait, Double.parseDouble(header(refused, "X-RateLimit-Reset-After")));
        assertEquals("user", header(refused, "X-RateLimit-Scope"));
        assertEquals("0", header(refused, "X-RateLimit-Remaining"));
        assertEquals("", header(refused, "X-RateLimit-Global"));
        assertEquals(2, discord.posts().size());
        assertEquals(204, client.say(discord.webhook("other"), "a").statusCode());
        String message = discord.webhook() + "/messages/" + discord.posts().get(0).id();
        assertEquals(204, client.delete(message).statusCode());
        assertEquals(
                List.of(false, false, true, false, false),
                discord.requests().stream().map(Received::isRateLimited).toList());
    }

    @Test
    @DisplayName("a client that waits as told is let through")
    void window() throws Exception {
        discord.limit(1, Duration.ofMillis(300));
        HttpResponse<String> refused = client.say(discord.webhook(), "a");
        while (refused.statusCode() != 429) {
            refused = client.say(discord.webhook(), "a");
        }
        long wait = Math.round(SingleQuoted.json(refused.body()).path("retry_after").asDouble() * 1000);
        long end = System.nanoTime() + Duration.ofMillis(wait).toNanos();
        discord.await("the window's end", () -> System.nanoTime() >= end);
        assertEquals(204, client.say(discord.webhook(), "b").statusCode());
    }

    @Test
    @DisplayName("the global limit is over all webhooks and has no bucket")
    void global() throws Exception {
        RateLimits limits = new RateLimits();
        limits.globalLimit(2);
        limits.take("1", "POST");
        limits.take("2", "PATCH");
        Reply refused = limits.take("3", "DELETE").refusal();
        assertEquals(429, refused.status());
        discord.globalLimit(0);
        HttpResponse<String> answer = client.say(discord.webhook(), "c");
        assertEquals(429, answer.statusCode());
        assertTrue(SingleQuoted.json(answer.body()).path("global").asBoolean());
        assertEquals("true", header(answer, "X-RateLimit-Global"));
        assertEquals("global", header(answer, "X-RateLimit-Scope"));
        assertEquals("1", header(answer, "Retry-After"));
        assertEquals("", header(answer, "X-RateLimit-Bucket"));
    }

    @Test
    @DisplayName("unlimited is without limit")
    void unlimited() throws Exception {
        discord.unlimited();
        for (int i = 0; i < 60; i++) {
            assertEquals(200, client.say(discord.webhook() + "?wait=true", "a").statusCode());
        }
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
