package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.Color.GREEN;

import io.jenkins.plugins.bluegreen.engine.Color;
import io.jenkins.plugins.bluegreen.engine.Drain;
import io.jenkins.plugins.bluegreen.engine.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.Outcome;
import io.jenkins.plugins.bluegreen.engine.ReleaseSpec;
import java.util.concurrent.Semaphore;

/** The releases whose every call is tried: how each begins, and how it ends when nothing comes between. */
enum SweptRelease {
    FIRST("first release", Outcome.PROMOTED, "v1", 1) {
        @Override
        Given given() {
            return Given.anApplication("backend");
        }

        @Override
        void assertAsBefore(Given given) {
            Settled.assertNotReleased(given);
        }
    },
    SECOND("second release", Outcome.PROMOTED, "v2", 2) {
        @Override
        Given given() {
            return Given.anApplication("backend").live(BLUE);
        }
    },
    SICK("release that is DOWN once it has the traffic", Outcome.ROLLED_BACK, "v1", 1) {
        @Override
        Given given() {
            Given given = Given.anApplication("backend").live(BLUE);
            given.cluster.onWrite((before, after, write) -> {
                if (after != null && write.resource().equals("services") && write.name().equals("backend")) {
                    sickenIfNew(given, after.at("/spec/selector/color").asText());
                }
            });
            return given;
        }

        @Override
        Running start(Given given) {
            return given.start("v2", spec -> watched(spec, 60));
        }
    },
    ROLLBACK("rollback to a colour at zero", Outcome.PROMOTED, "v1", 2) {
        @Override
        Given given() {
            return Given.anApplication("backend").live(GREEN);
        }

        @Override
        Running start(Given given) {
            return given.startRollBack(spec -> spec.lockTimeoutSeconds(30).timeoutSeconds(60));
        }

        @Override
        void assertAsBefore(Given given) {
            Settled.assertOn(given, "v2", 2);
        }
    };

    private static final Semaphore BEGINNING = new Semaphore(4);

    private final String text;
    /** How it ends when nothing comes between. */
    final Outcome outcome;
    /** What is live then. */
    final String version;
    /** The promotions that the Service counts then. */
    final int revision;

    SweptRelease(String text, Outcome outcome, String version, int revision) {
        this.text = text;
        this.outcome = outcome;
        this.version = version;
        this.revision = revision;
    }

    /** What has to be there before, made with few others at a time: it is work, where the rest is waiting. */
    Given begin() {
        BEGINNING.acquireUninterruptibly();
        try {
            return given();
        } finally {
            BEGINNING.release();
        }
    }

    abstract Given given();

    /** Begins it; the second time, it is the next build that wants the same. */
    Running start(Given given) {
        return startRelease(given, this == FIRST ? "v1" : "v2");
    }

    /** It changed nothing, or brought everything back. */
    void assertAsBefore(Given given) {
        Settled.assertOn(given, "v1", 1);
    }

    /** A release watched for a second and drains the old colour; its limits leave room for a call that hangs. */
    static Running startRelease(Given given, String version) {
        return given.start(version, spec -> watched(spec, 1));
    }

    private static void watched(ReleaseSpec.Builder spec, int seconds) {
        spec.health(HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 2).withTiming(1, 5))
                .monitor(MonitorSpec.lasting(seconds, 1))
                .drain(new Drain("/drain", 8080, null, 1))
                .lockTimeoutSeconds(30)
                .timeoutSeconds(60)
                .rollbackTimeoutSeconds(60);
    }

    private static void sickenIfNew(Given given, String color) {
        String name = given.application + "-config-" + color;
        if (given.cluster.get(NAMESPACE, "configmaps", name).at("/data/VERSION").asText().equals("v2")) {
            given.sicken(Color.ofLabel(color).orElseThrow());
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
