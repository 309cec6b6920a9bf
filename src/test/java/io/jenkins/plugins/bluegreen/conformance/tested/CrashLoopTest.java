package io.jenkins.plugins.bluegreen.conformance.tested;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.jenkins.plugins.bluegreen.Sample;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * C94: no crash loop is promoted, with the delays of {@link ReleaseSpec}'s defaults. All cases run at once, in one
 * cluster, each as an application of its own.
 */
class CrashLoopTest {
    private static final int SAMPLE = 16;

    /**
     * One release of Pods that end.
     *
     * @param life how long a container runs once it is ready
     * @param stabilize seconds
     * @param later whether a colour is live
     */
    private record Case(String life, int stabilize, int replicas, boolean later, boolean monitor) {
        void settings(ReleaseSpec.Builder spec) {
            spec.variable("REPLICAS", String.valueOf(replicas))
                    .stabilizeSeconds(stabilize)
                    .scaleDownDelaySeconds(30)
                    .timeoutSeconds(60);
            if (monitor) {
                spec.monitor(MonitorSpec.lasting(5, 1));
            }
        }

        void assertNotPromoted(Given given, Released released) {
            assertNotEquals(Outcome.PROMOTED, released.outcome(), () -> this + released.story());
            if (later) {
                assertNotEquals(Outcome.ROLLBACK_FAILED, released.outcome(), () -> this + released.story());
                assertEquals("blue", given.liveColor(), () -> this + released.story());
                assertEquals(
                        replicas,
                        given.readyPods(given.application + "-blue"),
                        () -> this + released.story());
            }
        }
    }

    private record Begun(Case what, Given given, Running running) {}

    private static List<Case> all() {
        List<Case> all = new ArrayList<>();
        for (String life : List.of("300ms", "2s", "5s", "20s")) {
            for (int stabilize : new int[] {0, 1, 2, 10}) {
                for (int replicas = 1; replicas <= 2; replicas++) {
                    for (int rest = 0; rest < 4; rest++) {
                        all.add(new Case(life, stabilize, replicas, rest % 2 == 1, rest > 1));
                    }
                }
            }
        }
        return all;
    }

    /** Ready as soon as it runs, so that its life is the container's, and nothing is spent on probes. */
    private static Given without(Given given) {
        String deployment = Yaml.DEPLOYMENT.substring(0, Yaml.DEPLOYMENT.indexOf("        readinessProbe:"));
        // Pods of one age may all end between the last look at them and the patch of the Service
        given.promisesMayBreak().pace = Pace.normal();
        return given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, deployment);
    }

    @Test
    @DisplayName("C94 Pods that end after they were ready: never promoted, the old colour at full size")
    void neverPromoted() {
        List<Case> cases = Sample.of(all(), SAMPLE);
        List<Begun> begun = new ArrayList<>();
        try (Given cluster = Given.anApplication("host")) {
            for (Case what : cases) {
                Given given = without(cluster.beside("app-" + begun.size()));
                if (what.later()) {
                    String replicas = String.valueOf(what.replicas());
                    Released first = given.release("v1", spec -> spec.variable("REPLICAS", replicas));
                    assertEquals(Outcome.PROMOTED, first.outcome(), first::story);
                }
                given.environment("CRASH_AFTER", what.life());
                begun.add(new Begun(what, given, given.start("v2", what::settings)));
            }
            for (Begun one : begun) {
                one.what().assertNotPromoted(one.given(), one.running().end());
                one.given().close();
            }
        }
    }
}
