package io.jenkins.plugins.bluegreen.demo;

/** A defect of a version that the demo releases. */
enum Flaw {
    NONE,
    /** Its image can't be pulled. */
    MISSING_IMAGE,
    /** It becomes ready, but its health check answers 503. */
    UNHEALTHY,
    /** Its health check answers 503 once it has the traffic; it goes on answering requests. */
    TURNS_UNHEALTHY,
    /** All its Pods end once it has the traffic. */
    CRASHES;

    /** Whether it shows only under traffic. */
    boolean comesLate() {
        return this == TURNS_UNHEALTHY || this == CRASHES;
    }
}
