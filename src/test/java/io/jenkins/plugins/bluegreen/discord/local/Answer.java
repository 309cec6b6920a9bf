package io.jenkins.plugins.bluegreen.discord.local;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** A scripted answer to one request, in place of the usual one. Unless stated otherwise the request has no effect. */
public final class Answer {
    /** How the answer is sent. */
    enum Way {
        WHOLE,
        HALVES,
        NONE
    }

    private final Function<String, Reply> reply;
    private final Way way;
    private final Duration hold;
    private final String method;

    /** @param reply by method, or null if the request is processed */
    private Answer(Function<String, Reply> reply, Way way, Duration hold, String method) {
        this.reply = reply;
        this.way = way;
        this.hold = hold;
        this.method = method;
    }

    /** This status with a body like Discord's. */
    public static Answer status(int status) {
        return of(Reply.error(status, status + ": told to fail", 0));
    }

    /** This status with Discord's message and code, of "JSON Error Codes". */
    public static Answer error(int status, String message, int code) {
        return of(Reply.error(status, message, code));
    }

    /** 404: the webhook was deleted. */
    public static Answer notFound() {
        return of(Problems.UNKNOWN_WEBHOOK);
    }

    /** 404: the message was deleted. */
    public static Answer unknownMessage() {
        return of(Problems.UNKNOWN_MESSAGE);
    }

    /** 401: wrong token. */
    public static Answer unauthorized() {
        return of(Problems.INVALID_TOKEN);
    }

    /** 403 with Discord's code for missing permissions. */
    public static Answer forbidden() {
        return error(403, "Missing Permissions", 50013);
    }

    /** 400 in the short form of the unversioned API: only the wrong top-level keys. */
    public static Answer terseRefusal() {
        return of(new Reply(400, Map.of("Content-Type", "application/json"), "{\"embeds\": [\"0\"]}".getBytes()));
    }

    /** This status with the HTML of a proxy. */
    public static Answer serverError(int status) {
        return of(Reply.html(status, "<html><head><title>" + status + "</title></head><body>nginx</body></html>"));
    }

    /** 429 of the webhook's bucket, with all headers. */
    public static Answer rateLimited(double seconds) {
        return new Answer(way -> RateLimits.refusal(seconds, false, way), Way.WHOLE, Duration.ZERO, null);
    }

    /** 429 of the global limit, without a bucket. */
    public static Answer globallyRateLimited(double seconds) {
        return new Answer(way -> RateLimits.refusal(seconds, true, way), Way.WHOLE, Duration.ZERO, null);
    }

    /** 429 of Cloudflare: {@code Retry-After} and HTML. */
    public static Answer rateLimitedByHtml(int seconds) {
        return of(Reply.html(429, "<html><body>error code: 1015</body></html>")
                .with(Map.of("Retry-After", Integer.toString(seconds))));
    }

    /** 302 to this address. */
    public static Answer redirect(String location) {
        return of(Reply.html(302, "").with(Map.of("Location", location)));
    }

    /** 200 with the HTML of something that is not Discord. */
    public static Answer garbage() {
        return of(Reply.html(200, "<html><body>Please sign in to the network.</body></html>"));
    }

    /** 200 with this JSON. */
    public static Answer json(String body) {
        return of(new Reply(200, Map.of("Content-Type", "application/json"), body.getBytes()));
    }

    /** Closes the connection without an answer. */
    public static Answer reset() {
        return hang(Duration.ZERO);
    }

    /** The request takes effect; the connection is closed without an answer. */
    public static Answer resetAfterProcessing() {
        return hangAfterProcessing(Duration.ZERO);
    }

    /** Waits for {@code most} or until the server closes, then closes the connection without an answer. */
    public static Answer hang(Duration most) {
        return new Answer(way -> Reply.NO_CONTENT, Way.NONE, most, null);
    }

    /** Like {@link #hang}, after the request took effect. */
    public static Answer hangAfterProcessing(Duration most) {
        return new Answer(null, Way.NONE, most, null);
    }

    /** The request takes effect and is answered after {@code hold}. */
    public static Answer late(Duration hold) {
        return new Answer(null, Way.WHOLE, hold, null);
    }

    /** The request takes effect; the second half of the answer's body follows {@code hold} after the first. */
    public static Answer slowBody(Duration hold) {
        return new Answer(null, Way.HALVES, hold, null);
    }

    /** The same answer, only for requests with this method. */
    public Answer on(String wanted) {
        return new Answer(reply, way, hold, wanted);
    }

    boolean isFor(String called) {
        return method == null || method.equals(called);
    }

    boolean isProcessed() {
        return reply == null;
    }

    Reply reply(String called) {
        return reply.apply(called);
    }

    Way way() {
        return way;
    }

    Duration hold() {
        return hold;
    }

    private static Answer of(Reply reply) {
        return new Answer(called -> reply, Way.WHOLE, Duration.ZERO, null);
    }
}
