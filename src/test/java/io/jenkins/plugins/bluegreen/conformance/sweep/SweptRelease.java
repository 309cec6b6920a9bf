package io.jenkins.plugins.bluegreen.conformance.sweep;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Settled;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The releases whose every call is tried: how each begins, and how it ends when nothing comes between. */
enum SweptRelease {
    FIRST("first release, with a Job", null, Outcome.PROMOTED, "v1", 1) {
        @Override
        Given given(Speed speed) {
            return super.given(speed).and(Yaml.JOB);
        }

        @Override
        void assertAsBefore(Given given) {
            Settled.assertNotReleased(given);
        }
    },
    // all that follow with autoscalers and evictions
    SECOND("second release, with a worker", BLUE, Outcome.PROMOTED, "v2", 2) {
        @Override
        Given given(Speed speed) {
            return super.given(speed).and(Yaml.WORKER);
        }
    },
    SICK("release with an Ingress that is DOWN once it has the traffic", BLUE, Outcome.ROLLED_BACK, "v1", 1) {
        @Override
        Given given(Speed speed) {
            return super.given(speed).and(Yaml.INGRESS);
        }

        @Override
        Given begin() {
            Given given = super.begin();
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
    ROLLBACK("rollback to a colour at zero, with a worker", GREEN, Outcome.PROMOTED, "v1", 2) {
        @Override
        Given given(Speed speed) {
            return super.given(speed).and(Yaml.WORKER.replace("companion: color", "companion: after-switch"));
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

    private static final String APPLICATION = "backend";
    /** Probes are work: here they come five times as rarely as elsewhere. */
    private static final Speed SPEED = Speed.fast().withSecond(Duration.ofMillis(100));
    private static final Map<SweptRelease, Given.Past> PASTS = new ConcurrentHashMap<>();

    private final String text;
    /** What is live before, or null. */
    private final Color live;
    /** How it ends when nothing comes between. */
    final Outcome outcome;
    /** What is live then. */
    final String version;
    /** The promotions that the Service counts then. */
    final int revision;

    SweptRelease(String text, Color live, Outcome outcome, String version, int revision) {
        this.text = text;
        this.live = live;
        this.outcome = outcome;
        this.version = version;
        this.revision = revision;
    }

    /** What has to be there before; released once, and put as it was into every cluster, for releasing is work. */
    Given begin() {
        Given given = given(SPEED);
        if (live != null) {
            Inhabitants inhabitants = Inhabitants.moveInto(given);
            given.withPast(PASTS.computeIfAbsent(this, SweptRelease::past));
            inhabitants.evict();
        }
        return given;
    }

    Given given(Speed speed) {
        return Given.anApplication(APPLICATION, speed);
    }

    private Given.Past past() {
        try (Given given = given(Speed.fast())) {
            Inhabitants.moveInto(given);
            given.live(live);
            String deployment = APPLICATION + "-" + live.label();
            given.cluster.await("the autoscaler", () -> given.replicas(deployment) == Inhabitants.NEEDED);
            return given.past();
        }
    }

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
