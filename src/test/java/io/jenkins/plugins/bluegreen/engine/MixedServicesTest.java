package io.jenkins.plugins.bluegreen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("C55 A build that died between two Services")
class MixedServicesTest {
    private static final String FIRST = "backend";
    private static final String SECOND = "backend-grpc";

    /** What the build was doing. {@code backend} had been moved, {@code backend-grpc} had not. */
    enum Death {
        IN_SWITCH("green", "blue"),
        IN_ROLLBACK("blue", "green"),
        IN_MANUAL_ROLLBACK("blue", "green"),
        IN_ROLLBACK_OF_MANUAL_ROLLBACK("green", "blue");

        private final String first;
        private final String second;

        Death(String first, String second) {
            this.first = first;
            this.second = second;
        }
    }

    private RecordingCluster cluster;
    private int builds;
    private EngineRun last;

    private static void watched(ReleaseSpec.Builder spec) {
        spec.monitor(MonitorSpec.lasting(10, 5));
    }

    private EngineRun release(String version, Consumer<ReleaseSpec.Builder> more) {
        cluster.specHash = version;
        last = new EngineRun(cluster, ReleaseState.release(EngineRun.spec("build-" + ++builds, more)));
        return last;
    }

    private EngineRun rollBack() {
        last = new EngineRun(
                cluster, ReleaseState.rollBack(EngineRun.spec("build-" + ++builds, MixedServicesTest::watched)));
        return last;
    }

    private void given(Death death) {
        cluster = new RecordingCluster();
        cluster.active = List.of(FIRST, SECOND);
        cluster.live(Color.BLUE, "v0");
        cluster.services.replaceAll((name, view) -> new ServiceView(
                name,
                view.resourceVersion(),
                view.type(),
                view.traffic(),
                ServiceRecord.none()
                        .withLive(Color.BLUE, 1, "esc/backend:2.0.1", "v0")
                        .withServices(cluster.active)
                        .writtenBy("build-0", "", null),
                view.selectorManager()));
        EngineRun run = release("v1", MixedServicesTest::watched);
        if (death == Death.IN_MANUAL_ROLLBACK || death == Death.IN_ROLLBACK_OF_MANUAL_ROLLBACK) {
            assertEquals(Outcome.PROMOTED, run.toEnd().outcome());
            run = rollBack();
        }
        if (death == Death.IN_ROLLBACK || death == Death.IN_ROLLBACK_OF_MANUAL_ROLLBACK) {
            run.toPhase(Phase.MONITOR);
            run.engine.abort(run.state, Sentence.of("abort.requested"));
        } else {
            run.toPhase(Phase.SWITCH);
        }
        diesBefore(run, "patch service " + SECOND + " to " + death.first);
        assertOn(death.first, death.second);
        cluster.calls.clear();
    }

    private void diesBefore(EngineRun run, String last) {
        cluster.before = call -> {
            if (call.equals(last)) {
                throw new InternalError("the process dies");
            }
        };
        assertThrows(InternalError.class, run::toEnd, run.lines::toString);
        cluster.before = this::check;
    }

    /** What a release overwrites, or scales down, has no traffic. */
    private void check(String call) {
        for (Color color : Color.values()) {
            String deployment = "backend-" + color;
            if (call.equals("apply " + deployment) || call.equals("scale " + deployment + " to 0")) {
                cluster.services.values().forEach(service -> assertNotEquals(
                        color.label(), service.traffic().selector().get("color"), () -> call + last.lines));
            }
        }
    }

    private void assertOn(String first, String second) {
        assertEquals(first, color(FIRST), last.lines::toString);
        assertEquals(second, color(SECOND), last.lines::toString);
    }

    private String color(String service) {
        return cluster.services.get(service).traffic().selector().get("color");
    }

    private ReleaseResult assertEnds(EngineRun run, Outcome outcome) {
        ReleaseResult result = run.toEnd();
        assertEquals(outcome, result.outcome(), run.lines::toString);
        return result;
    }

    private void assertSaid(String words) {
        assertTrue(last.lines.stream().anyMatch(line -> line.contains(words)), last.lines::toString);
    }

    @Test
    @DisplayName("in its switch: a release of the same version completes it, and moves nothing back")
    void sameVersion() {
        given(Death.IN_SWITCH);
        assertEnds(release("v1", MixedServicesTest::watched), Outcome.PROMOTED);
        assertOn("green", "green");
        assertSaid("completes the switch");
        assertTrue(cluster.calls.stream().noneMatch(call -> call.endsWith("to blue")), cluster.calls::toString);
        assertEquals(0, cluster.replicas.get("backend-blue"));
        assertEquals(2, cluster.services.get(FIRST).record().revision());
        assertEquals(2, cluster.services.get(SECOND).record().revision());
        assertEnds(rollBack(), Outcome.PROMOTED);
        assertOn("blue", "blue");
    }

    @Test
    @DisplayName("in its switch: the same version, not ready any more, is brought back whole")
    void sameVersionNotReady() {
        given(Death.IN_SWITCH);
        cluster.ready.put("backend-green", 1);
        assertEnds(release("v1", spec -> {}), Outcome.ROLLED_BACK);
        assertOn("blue", "blue");
        assertEquals(2, cluster.replicas.get("backend-blue"));
        assertEquals(0, cluster.replicas.get("backend-green"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("then a release of another version brings all Services to one colour, and goes on as usual")
    void otherVersion(Death death) {
        given(death);
        assertEnds(release("v2", MixedServicesTest::watched), Outcome.PROMOTED);
        assertSaid("was interrupted between two Services");
        assertOn(color(FIRST), color(FIRST));
        assertEquals("v2", cluster.hashes.get("backend-" + color(FIRST)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("then a release of the same version ends with it live")
    void sameVersionAgain(Death death) {
        given(death);
        // a rollback that never was leaves the version live that it was to replace
        boolean live = death == Death.IN_MANUAL_ROLLBACK || death == Death.IN_ROLLBACK_OF_MANUAL_ROLLBACK;
        assertEnds(release("v1", MixedServicesTest::watched), live ? Outcome.UNCHANGED : Outcome.PROMOTED);
        assertOn(color(FIRST), color(FIRST));
        assertEquals("v1", cluster.hashes.get("backend-" + color(FIRST)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("then a rollback leads to the version before")
    void rolledBack(Death death) {
        given(death);
        assertEnds(rollBack(), Outcome.PROMOTED);
        assertOn("blue", "blue");
        assertEquals(2, cluster.replicas.get("backend-blue"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("then a dry run says so, and changes nothing")
    void dryRun(Death death) {
        given(death);
        ReleaseResult result = assertEnds(release("v2", spec -> spec.dryRun(true)), Outcome.UNCHANGED);
        assertTrue(result.message().toString().contains("was interrupted between"), result.message()::toString);
        assertTrue(cluster.calls.stream().allMatch(call -> call.startsWith("get ")), cluster.calls::toString);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("and so do the next ones, at any call: the one that lives ends well")
    void diesAgain(Death death) {
        int calls = Integer.MAX_VALUE;
        for (int n = 1; n <= calls; n++) {
            given(death);
            int dies = n;
            cluster.before = call -> {
                check(call);
                if (cluster.calls.size() == dies) {
                    throw new InternalError("the process dies");
                }
            };
            EngineRun second = release("v2", MixedServicesTest::watched);
            try {
                second.toEnd();
                calls = Math.min(calls, cluster.calls.size());
            } catch (InternalError died) {
                cluster.before = this::check;
                assertEnds(release("v3", MixedServicesTest::watched), Outcome.PROMOTED);
            }
            assertOn(color(FIRST), color(FIRST));
        }
        assertTrue(calls < 1_000 && calls > 10, "calls: " + calls);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("then a Service that a person moves is left alone, and who did it is named")
    void movedByHand(Death death) {
        given(death);
        cluster.patchByHuman(FIRST, RecordingCluster.traffic(Color.valueOf(death.second.toUpperCase(Locale.ROOT))));
        cluster.patchByHuman(SECOND, RecordingCluster.traffic(Color.valueOf(death.first.toUpperCase(Locale.ROOT))));
        ReleaseResult result = assertEnds(release("v2", spec -> {}), Outcome.FAILED_BEFORE_SWITCH);
        assertTrue(result.message().toString().contains("(human)"), result.message()::toString);
        assertOn(death.second, death.first);
    }

    @Test
    @DisplayName("A Service of its own colour that no release has left so is left alone, and its writer is named")
    void byAPerson() {
        given(Death.IN_SWITCH);
        assertEnds(release("v1", MixedServicesTest::watched), Outcome.PROMOTED);
        Traffic blue = RecordingCluster.traffic(Color.BLUE);
        cluster.patchByHuman(SECOND, blue);
        ReleaseResult result = assertEnds(release("v2", spec -> {}), Outcome.FAILED_BEFORE_SWITCH);
        assertTrue(
                result.message().toString().contains("backend-grpc \"app=backend,color=blue\" (human)"),
                result.message()::toString);
        assertOn("green", "blue");
    }
}
