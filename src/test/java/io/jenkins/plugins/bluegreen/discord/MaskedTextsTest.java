package io.jenkins.plugins.bluegreen.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MaskedTextsTest {
    private static final UnaryOperator<String> MASK = text -> text == null ? null : text.replace("horse", "****");

    @Test
    @DisplayName("C106 each text of a message about a build is masked: fields, commits, stages, the failure")
    void everyText() {
        BuildNotice notice = new BuildNotice(
                        "a horse",
                        "https://horse",
                        BuildState.SUCCESS,
                        "horse",
                        Map.of("horse", "horse"),
                        List.of(new BuildChange("horse", "horse", "horse")),
                        "horse",
                        Instant.EPOCH)
                .masked(MASK);
        BuildProgress progress = new BuildProgress(
                        List.of(new BuildStage("horse", 1, BuildState.FAILURE, 2, 3)), List.of(), "horse", 4)
                .masked(MASK);
        assertFalse((notice + " " + progress).contains("horse"));
        assertEquals("a ****", notice.title());
        assertEquals(List.of(new BuildStage("****", 1, BuildState.FAILURE, 2, 3)), progress.stages());
        assertEquals(4, progress.millis());
    }

    @Test
    @DisplayName("texts that are not there stay so")
    void nothing() {
        BuildNotice notice =
                new BuildNotice("x", null, BuildState.RUNNING, null, Map.of(), List.of(), null, null);
        assertEquals(notice, notice.masked(MASK));
    }
}
