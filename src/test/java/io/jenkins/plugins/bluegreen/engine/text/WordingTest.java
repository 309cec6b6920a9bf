package io.jenkins.plugins.bluegreen.engine.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WordingTest {
    /** A count before a noun in the plural, which says "1 Pods" once. */
    private static final Pattern COUNTED =
            Pattern.compile("\\{[0-9]+} (more )?(Pods|replicas|requests|answers|messages|attempts|times)\\b");

    @Test
    @DisplayName("a number chooses the words behind it, each the words behind itself")
    void counts() {
        assertEquals(
                "First release of app: as blue, with 1 replica",
                Sentence.of("plan.first", "app", "blue", 1).toString());
        assertEquals(
                "First release of app: as blue, with 11 replicas",
                Sentence.of("plan.first", "app", "blue", 11).toString());
        assertEquals(
                "all 3 Pods of app-1 to be ready: 1 is, 0 are starting",
                Sentence.of("monitor.missing", 1, 3, "app-1", 0).toString());
        assertEquals("the 1 ready Pod: it must stay so for 9 s",
                Sentence.of("ready.stabilizing", 1, 9).toString());
    }

    @Test
    @DisplayName("what is waited for ends a sentence that begins with it")
    void waits() {
        assertEquals(
                "waiting for Pods of app-blue: 0 of 2 ready",
                waiting(Sentence.of("ready.waiting", 0, 2, "app-blue")).toString());
        assertEquals(
                "waiting for the 2 ready Pods: they must stay so for 9 s",
                waiting(Sentence.of("ready.stabilizing", 2, 9)).toString());
        assertEquals(
                "waiting for healthy Pods at /ready: 1 of 2",
                waiting(Sentence.of("health.waiting", 1, 2, "/ready")).toString());
        assertEquals(
                "waiting for the answer of https://shop",
                waiting(Sentence.of("plan.urlAsked", "https://shop")).toString());
        assertEquals(
                "기다리는 중: app-blue의 파드 준비(2개 중 0개)",
                waiting(Sentence.of("ready.waiting", 0, 2, "app-blue")).in(Locale.KOREAN));
    }

    private static Sentence waiting(Sentence what) {
        return Sentence.of("console.waiting", what);
    }

    @Test
    @DisplayName("no text has a count before a plural that can't be one")
    void plurals() throws IOException {
        for (String line : Files.readAllLines(
                Path.of("src/main/resources/io/jenkins/plugins/bluegreen/Messages.properties"))) {
            assertFalse(COUNTED.matcher(line).find(), line);
        }
    }

    @Test
    @DisplayName("a text of others gets the full stop that it lacks, and no second one, before ours goes on")
    void stops() {
        Sentence on = Sentence.of("traffic.none");
        assertEquals(
                "smoke test said no. No traffic was sent anywhere.",
                Sentence.verbatim("smoke test said no").then(on).toString());
        for (String ended : List.of("It said no.", "No!", "Why?", "it said \"no.\"", "and so on…")) {
            assertEquals(
                    ended + " No traffic was sent anywhere.",
                    Sentence.verbatim(ended).then(on).toString());
        }
        assertEquals(
                "ROLLBACK FAILED: HTTP 500. No traffic was sent anywhere. Look at it now.",
                Sentence.of("result.rollbackFailed", "HTTP 500", on).toString());
        assertEquals(
                "롤백 실패: HTTP 500. 트래픽은 어디로도 보내지 않았습니다. 지금 확인하세요.",
                Sentence.of("result.rollbackFailed", "HTTP 500", on)
                        .in(Locale.KOREAN)
                        .replace(on.in(Locale.KOREAN), "트래픽은 어디로도 보내지 않았습니다."));
    }

    @Test
    @DisplayName("braces, choices and stops that an argument brings are shown as they are")
    void arguments() {
        assertEquals(
                "{0}. (a|b) {1}. The traffic is on x.",
                Sentence.verbatim("{0}. (a|b) {1}")
                        .then(Sentence.of("traffic.on", "x"))
                        .toString());
        assertEquals("Lease a, which is held by b", Sentence.of("lock.heldBy", "a", "b").toString());
    }
}
