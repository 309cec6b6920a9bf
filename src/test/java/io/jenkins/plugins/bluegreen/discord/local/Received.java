package io.jenkins.plugins.bluegreen.discord.local;

import java.time.Instant;

/**
 * A request that reached the server.
 *
 * @param time      when it came
 * @param path      with {@code ***} in the token's place
 * @param query     as sent, "" without
 * @param userAgent as sent, "" without
 * @param status    answered; 0 while under way, and where no answer was given on purpose
 * @param refusal   the body of an answer of 400 or more, else ""
 */
public record Received(
        Instant time, String method, String path, String query, String userAgent, int status, String refusal) {

    /** Whether the answer was 429. */
    public boolean isRateLimited() {
        return status == 429;
    }

    Received answered(int code, String body) {
        return new Received(time, method, path, query, userAgent, code, body);
    }

    @Override
    public String toString() {
        return time + " " + method + " " + path + (query.isEmpty() ? "" : "?" + query) + " " + status + " " + refusal;
    }
}
