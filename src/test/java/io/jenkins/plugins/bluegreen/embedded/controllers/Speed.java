package io.jenkins.plugins.bluegreen.embedded.controllers;

import java.time.Duration;

/**
 * The delays of the embedded cluster.
 *
 * @param containerStart from scheduled to running, for each container
 * @param crashBackoff   wait before the second restart of a container; doubled at each, up to 16 times
 * @param imageBackoff   between two attempts to pull an image that cannot be pulled
 * @param second         what a second in a probe (initialDelaySeconds, periodSeconds) takes; timeoutSeconds stay real
 * @param sigterm        from a Pod's deletion (its endpoints are gone by then) to SIGTERM
 */
public record Speed(Duration containerStart, Duration crashBackoff, Duration imageBackoff, Duration second,
        Duration sigterm) {

    /**
     * Short delays for tests. SIGTERM comes late enough for a loaded machine to accept connections that are on their
     * way.
     */
    public static Speed fast() {
        return new Speed(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofMillis(20),
                Duration.ofMillis(200));
    }

    /** Delays that a person can follow, for the demo. */
    public static Speed human() {
        return new Speed(Duration.ofMillis(400), Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofMillis(100),
                Duration.ofMillis(50));
    }

    public Speed withContainerStart(Duration duration) {
        return new Speed(duration, crashBackoff, imageBackoff, second, sigterm);
    }

    public Speed withSecond(Duration duration) {
        return new Speed(containerStart, crashBackoff, imageBackoff, duration, sigterm);
    }

    public Speed withCrashBackoff(Duration duration) {
        return new Speed(containerStart, duration, imageBackoff, second, sigterm);
    }

    public Speed withSigterm(Duration duration) {
        return new Speed(containerStart, crashBackoff, imageBackoff, second, duration);
    }
}
