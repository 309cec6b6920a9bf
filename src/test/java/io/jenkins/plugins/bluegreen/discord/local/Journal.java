package io.jenkins.plugins.bluegreen.discord.local;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The requests in order of arrival, with ways to wait for them. */
final class Journal {
    private static final long MOST_NANOS = Duration.ofSeconds(20).toNanos();
    /** The polling interval for conditions that no request changes, such as a client that gave up. */
    private static final long LOOK_MILLIS = 25;

    private final List<Received> requests = new ArrayList<>();
    private long changes;
    private boolean closed;

    /** Records the request and returns its number. */
    synchronized int arrived(Request request) {
        String path = request.path().replaceAll("(/webhooks/[^/]+/)[^/]+", "$1***");
        requests.add(
                new Received(Instant.now(), request.method(), path, request.query(), request.userAgent(), 0, ""));
        changed();
        return requests.size() - 1;
    }

    /** Records the answer. Called before it is sent, so that a test that has the answer finds it here. */
    synchronized void answered(int number, Reply reply) {
        String refusal = reply.status() < 400 ? "" : new String(reply.body(), StandardCharsets.UTF_8);
        requests.set(number, requests.get(number).answered(reply.status(), refusal));
        changed();
    }

    synchronized List<Received> requests() {
        return List.copyOf(requests);
    }

    synchronized void changed() {
        changes++;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        changed();
    }

    /** Waits for the duration or until the server closes. */
    synchronized void hold(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        while (!closed && System.nanoTime() < end) {
            wait((end - System.nanoTime()) / 1_000_000 + 1);
        }
    }

    /** Evaluates the condition without holding the monitor, so it may itself wait for the server. */
    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + MOST_NANOS;
        long seen = changes();
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("still waiting for " + what + " after 20 s; requests:\n"
                            + requests().stream().map(Received::toString).collect(Collectors.joining("\n")));
                }
                seen = awaitChange(seen);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
    }

    private synchronized long changes() {
        return changes;
    }

    private synchronized long awaitChange(long seen) throws InterruptedException {
        if (changes == seen) {
            wait(LOOK_MILLIS);
        }
        return changes;
    }
}
