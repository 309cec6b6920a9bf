package io.jenkins.plugins.bluegreen.jenkins.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("C112 A confirmation")
class ConfirmationTest {
    private static final String V1 = "esc/backend:1.0";
    private static final String V2 = "esc/backend:2.0";

    private static Sight live(Sight.Pods back, Sight.Pods held) {
        String since = held == null ? "" : "2026-03-01T10:00:00Z";
        return new Sight("backend", "green", 7, V2, back, held, since, false, false, "");
    }

    private static Sight.Pods retired() {
        return new Sight.Pods("backend-blue", V1, 2, 0);
    }

    /** A record with a READY phase of some seconds, and the phase that came after it. */
    private static ReleaseRecord record(String image, double seconds, String next) throws IOException {
        long end = (long) (1_000 + seconds * 1_000);
        return ReleaseRecord.of("""
                {"id": "1", "outcome": "PROMOTED", "image": "%s", "startedAt": 1000, "timeline": {"stretches": [
                 {"phase": "APPLY", "from": 500, "to": 1000},
                 {"phase": "READY", "from": 1000, "to": %d}, {"phase": "%s", "from": %d, "to": %d}]}}
                """.formatted(image, end, next, end, end + 100));
    }

    @Test
    @DisplayName("of a rollback tells Pods, image, and how long they have needed to be ready")
    void rollBack() throws IOException {
        List<ReleaseRecord> records =
                List.of(record(V2, 12, "HEALTH"), record(V1, 39.2, "HEALTH"), record(V1, 80, "HEALTH"));
        assertEquals(
                List.of(
                        "The traffic of backend goes back from green, esc/backend:2.0 to backend-blue.",
                        "2 Pods of backend-blue, image esc/backend:1.0, ready in about 40 s.",
                        "Until they are ready, the traffic stays on green, esc/backend:2.0, which is scaled to zero"
                                + " afterwards."),
                Confirmation.lines(Button.ROLL_BACK, live(retired(), null), records));
    }

    @Test
    @DisplayName("has no figure where none was measured, and needs none where the Pods run already")
    void unmeasured() {
        Sight one = live(new Sight.Pods("backend-blue", V1, 1, 0), null);
        assertEquals(
                "1 Pod of backend-blue, image esc/backend:1.0.",
                Confirmation.lines(Button.ROLL_BACK, one, List.of()).get(1));
        Sight running = live(new Sight.Pods("backend-blue", V1, 2, 2), null);
        assertEquals(
                "2 Pods of backend-blue, image esc/backend:1.0, ready now.",
                Confirmation.lines(Button.ROLL_BACK, running, List.of()).get(1));
    }

    @Test
    @DisplayName("counts only releases whose Pods became ready: first those of the image")
    void measured() throws IOException {
        assertEquals(OptionalLong.empty(), MeasuredTime.untilReady(List.of(record(V1, 600, "ROLLBACK")), V1));
        List<ReleaseRecord> records =
                List.of(record(V1, 600, "ROLLBACK"), record(V2, 12, "SWITCH"), record("other", 20, "SWITCH"));
        assertEquals(OptionalLong.of(12), MeasuredTime.untilReady(records, V1));
        assertEquals(OptionalLong.of(20), MeasuredTime.untilReady(records, "other"));
        ReleaseRecord old = ReleaseRecord.of("{\"id\": \"1\", \"outcome\": \"PROMOTED\"}");
        assertEquals(OptionalLong.empty(), MeasuredTime.untilReady(List.of(old), V1));
    }

    @Test
    @DisplayName("of what is held tells which Pods get the traffic, or go")
    void held() {
        Sight now = live(null, new Sight.Pods("backend-blue", "esc/backend:3.0", 2, 2));
        assertEquals(
                List.of(
                        "The traffic of backend goes to backend-blue, which is held since 2026-03-01T10:00:00Z.",
                        "2 Pods of backend-blue, image esc/backend:3.0, ready now.",
                        "Before the switch it is checked that they are what was tested, ready and healthy. Until then"
                                + " the traffic stays on green, esc/backend:2.0, which is scaled to zero afterwards."),
                Confirmation.lines(Button.PROMOTE, now, List.of()));
        assertEquals(
                List.of(
                        "What is held of backend since 2026-03-01T10:00:00Z is taken away.",
                        "2 Pods of backend-blue, image esc/backend:3.0.",
                        "The traffic stays on green, esc/backend:2.0."),
                Confirmation.lines(Button.DISCARD, now, List.of()));
    }

    @Test
    @DisplayName("says why a button can do nothing")
    void problems() {
        Sight held = live(null, new Sight.Pods("backend-blue", "esc/backend:3.0", 2, 2));
        assertNull(Confirmation.problem(Button.PROMOTE, held));
        assertNull(Confirmation.problem(Button.DISCARD, held));
        assertEquals(
                "Of backend, esc/backend:3.0 is held before its switch: the traffic was never moved. Nothing was"
                        + " changed. Promote it or discard it first.",
                Confirmation.problem(Button.ROLL_BACK, held));
        Sight first = live(null, null);
        assertEquals(
                "There is nothing to go back to: backend has no previous colour, or its traffic was moved by something"
                        + " else than a release. Nothing was changed.",
                Confirmation.problem(Button.ROLL_BACK, first));
        assertEquals("Nothing of backend is held. Nothing was changed.", Confirmation.problem(Button.PROMOTE, first));
        assertEquals("Nothing of backend is held. Nothing was changed.", Confirmation.problem(Button.DISCARD, first));
        assertNull(Confirmation.problem(Button.ROLL_BACK, live(retired(), null)));
    }

    @Test
    @DisplayName("of a rollback after an interrupted release tells that, also where nothing else is to go back to")
    void interrupted() {
        Sight now = new Sight("backend", "green", 7, V2, null, null, "", false, true, "SWITCH");
        assertNull(Confirmation.problem(Button.ROLL_BACK, now));
        String interrupted = "The last release of backend was interrupted in SWITCH. A rollback first brings all its"
                + " Services to one colour.";
        assertEquals(List.of(interrupted), Confirmation.lines(Button.ROLL_BACK, now, List.of()));
        Sight both = new Sight("backend", "green", 7, V2, retired(), null, "", false, true, "SWITCH");
        assertEquals(4, Confirmation.lines(Button.ROLL_BACK, both, List.of()).size());
        assertEquals(interrupted, Confirmation.lines(Button.ROLL_BACK, both, List.of()).get(0));
    }

    @Test
    @DisplayName("is there in Korean")
    void korean() {
        assertEquals(
                "backend-blue의 Pod 2개, 이미지 esc/backend:1.0, 약 40초 뒤에 준비됩니다.",
                Messages._Confirmation_podsIn(2, "backend-blue", V1, "40").toString(Locale.KOREAN));
    }
}
