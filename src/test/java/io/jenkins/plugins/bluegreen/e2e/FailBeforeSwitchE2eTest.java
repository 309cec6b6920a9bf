package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Scenarios of a candidate that does not become healthy: the release says why, the candidate is removed, the live
 * colour is unaffected.
 */
@E2e
class FailBeforeSwitchE2eTest {
    /** A deadline in seconds that no failure waits for. */
    private static final int FAR_OFF = 600;

    @Test
    @DisplayName("C30 C31 C32 C33 no image, a crash loop, never stable, DOWN: fails, says why, and blue is unaffected")
    void candidateFails(Trial.Source trials) {
        SideBySide.of(trials)
                .with("no image", FailBeforeSwitchE2eTest::imageMissing)
                .with("crash loop", FailBeforeSwitchE2eTest::crashLoop)
                .with("never ready", trial -> neverStable("0", trial))
                .with("ready by turns", trial -> neverStable("flap", trial))
                .with("DOWN", FailBeforeSwitchE2eTest::unhealthy)
                .run();
    }

    /** The registry can't be reached: ends after a minute with the image's name, not at the deadline. */
    private static void imageMissing(Trial trial) {
        LiveColor live = LiveColor.of(trial.live(BLUE));
        Released released = trial.release("v2", spec -> spec.image("local/missing:1").timeoutSeconds(FAR_OFF));
        live.assertSurvived(released, "Pod backend-green-", "image local/missing:1");
        assertTrue(released.result().millis() < 90_000, released::story);
    }

    /** Ends with the exit code and the last log lines, not at the deadline. */
    private static void crashLoop(Trial trial) {
        LiveColor live = LiveColor.of(trial.live(BLUE));
        trial.environment("CRASH_AFTER", "20ms").environment("CRASH_CODE", "3");
        Released released = trial.release("v2", spec -> spec.timeoutSeconds(FAR_OFF).stabilizeSeconds(2));
        live.assertSurvived(
                released,
                "Container app of Pod backend-green-",
                "exit code 3",
                "version v2 on port 8080",
                "crash on purpose");
        assertTrue(released.result().millis() < 60_000, released::story);
    }

    /** Ends at the absolute deadline, though Pods may be ready by turns. */
    private static void neverStable(String ready, Trial trial) {
        trial.manifests(
                Yaml.CONFIG_MAP,
                Yaml.SECRET,
                Yaml.SERVICE,
                Yaml.DEPLOYMENT.replace("periodSeconds: 1\n", "periodSeconds: 1\n          failureThreshold: 1\n"));
        LiveColor live = LiveColor.of(trial.live(BLUE));
        trial.environment("READY", ready);
        Released released = trial.release("v2", spec -> spec.timeoutSeconds(10).stabilizeSeconds(4));
        live.assertSurvived(released, "Not ready and healthy within 10 s");
        long candidate = released.state().times().stream()
                .filter(time -> time.phase() == Phase.APPLY || time.phase() == Phase.READY)
                .mapToLong(time -> time.endMillis() - time.startMillis())
                .sum();
        assertTrue(candidate >= 9_900 && candidate < 20_000, () -> candidate + " ms\n" + released.story());
        boolean wasReady = released.lines().stream().anyMatch(line -> line.contains("must stay so for 4 s"));
        assertEquals(ready.equals("flap"), wasReady, released::story);
    }

    /** The component is named. */
    private static void unhealthy(Trial trial) {
        LiveColor live = LiveColor.of(trial.live(BLUE));
        HealthCheck health = HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 2).withTiming(1, 5);
        Released released = trial.release("v2", spec -> spec.variable("HEALTH", "DOWN").health(health));
        assertTrue(released.phases().contains(Phase.HEALTH), released::story);
        live.assertSurvived(
                released, "Pod backend-green-", "says \"DOWN\"", "component db is DOWN", "2 answers in a row");
    }
}
