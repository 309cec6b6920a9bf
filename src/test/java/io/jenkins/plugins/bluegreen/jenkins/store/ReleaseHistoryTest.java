package io.jenkins.plugins.bluegreen.jenkins.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The records of releases that are over")
class ReleaseHistoryTest {
    @TempDir
    private Path folder;

    private ReleaseHistory history;

    @BeforeEach
    void open() {
        history = new ReleaseHistory(folder);
    }

    private static ReleaseFacts facts(String id, long at) {
        return new ReleaseFacts(id, "shop/backend", 7, "prod", null, null, null, at, List.of("Started by user anna"));
    }

    private void add(String cluster, String application, String id, long at) {
        ReleaseView state = ReleaseState.release(ReleaseSpec.in("esc", "h")
                .manifest("a.yaml", "kind: ConfigMap")
                .buildUrl("https://jenkins.example.com/job/shop/7/")
                .build());
        ReleaseResult result = new ReleaseResult(
                Outcome.ABORTED,
                Sentence.of("abort.byUser", "anna"),
                application,
                "esc",
                "blue",
                "green",
                "backend:2",
                12,
                3_000,
                -1);
        history.add(facts(id, at), cluster, state, result);
    }

    @Test
    @DisplayName("say who, when, what and with which result, in both languages")
    void all() {
        add("prod", "backend", "7", 1_000);
        ReleaseRecord record = history.of("prod", "esc", "backend").get(0);
        assertEquals("ABORTED", record.outcome());
        assertEquals("RELEASE", record.operation());
        assertEquals("The build was aborted by anna.", record.message());
        assertEquals("anna 사용자가 빌드를 중단했습니다.", record.messageKo());
        assertEquals("blue", record.color());
        assertEquals("green", record.previousColor());
        assertEquals("backend:2", record.image());
        assertEquals(12, record.revision());
        assertEquals(3_000, record.endedAt() - record.startedAt());
        assertEquals(-1, record.rollbackMillis());
        assertEquals("shop/backend", record.job());
        assertEquals(7, record.build());
        assertEquals("https://jenkins.example.com/job/shop/7/", record.buildUrl());
        assertEquals(List.of("Started by user anna"), record.startedBy());
    }

    @Test
    @DisplayName("are kept beside the webhook that the newest build has notified; a user's release changes it not")
    void webhook() throws IOException {
        assertNull(history.webhook("prod", "esc", "backend"));
        ReleaseRecord record = record("backend");
        history.keepWebhook(notifying(null, "shop"), record);
        assertEquals("shop", history.webhook("prod", "esc", "backend"));
        history.keepWebhook(notifying("team\nreleases", "shop"), record);
        assertEquals("team\nreleases", history.webhook("prod", "esc", "backend"));
        assertNull(history.webhook("prod", "esc", "frontend"));
        history.keepWebhook(ReleaseFacts.ofUser("u", "anna", "prod", null, 2_000), record);
        assertEquals("team\nreleases", history.webhook("prod", "esc", "backend"));
        assertEquals(List.of(), history.of("prod", "esc", "backend"));
        history.keepWebhook(notifying(null, null), record);
        assertNull(history.webhook("prod", "esc", "backend"));
    }

    private static ReleaseFacts notifying(String webhook, String blockWebhook) {
        return new ReleaseFacts("w", "shop/backend", 7, "prod", webhook, blockWebhook, null, 1_000, List.of());
    }

    private static ReleaseRecord record(String application) throws IOException {
        return ReleaseRecord.of("{\"id\": \"w\", \"outcome\": \"PROMOTED\", \"cluster\": \"prod\","
                + " \"namespace\": \"esc\", \"application\": \"" + application + "\"}");
    }

    @Test
    @DisplayName("are found by the id of their release, and by no part of it")
    void byId() throws IOException {
        add("prod", "backend", "17-7", 1_000);
        add("prod", "backend", "7", 2_000);
        assertEquals("7", history.find("prod", "esc", "backend", "7").id());
        assertEquals("17-7", history.find("prod", "esc", "backend", "17-7").id());
        assertNull(history.find("prod", "esc", "backend", "17"));
        assertNull(history.find("prod", "esc", "frontend", "7"));
        assertNull(history.find("prod", "esc", "../esc/backend", "7"));
        Path file = folder.resolve("history/prod/esc/backend/0000000002000-7.json");
        Files.writeString(file, "{");
        assertNull(history.find("prod", "esc", "backend", "7"));
    }

    @Test
    @DisplayName("are the newest 100 of an application, the newest first, each once")
    void newest() throws IOException {
        for (int i = 0; i < 130; i++) {
            add("prod", "backend", "r" + i, 1_000 + i);
        }
        add("prod", "frontend", "other", 5);
        add("prod", "backend", "r129", 1_129);
        List<ReleaseRecord> records = history.of("prod", "esc", "backend");
        assertEquals(ReleaseHistory.MOST, records.size());
        assertEquals("r129", records.get(0).id());
        assertEquals("r30", records.get(99).id());
        assertEquals(1, history.of("prod", "esc", "frontend").size());
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(101, files.filter(Files::isRegularFile).count());
        }
    }

    @Test
    @DisplayName("stay in their folder, whatever names say, and are read without those that are damaged")
    void names() throws IOException {
        for (String name : List.of("..", "../../x", "a/b", "a b*", ".", "클러스터", "")) {
            add(name, name, "7", 1_000);
            assertEquals(1, history.of(name, "esc", name).size(), name);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    7,
                    files.filter(Files::isRegularFile)
                            .filter(file -> file.startsWith(folder.resolve("history")))
                            .filter(file -> file.getNameCount() - folder.getNameCount() == 5)
                            .count());
        }
        try (Stream<Path> files = Files.walk(folder)) {
            Path any = files.filter(file -> file.toString().endsWith("7.json")).findFirst().orElseThrow();
            Files.writeString(any.resolveSibling("9999999999999-8.json"), "{");
            Files.writeString(any.resolveSibling("9999999999999-9.json"), "");
        }
        assertEquals(1, history.of("a/b", "esc", "a/b").size());
        assertEquals(List.of(), history.of("nowhere", "esc", "backend"));
    }

    @Test
    @DisplayName("that can't be written fail no release")
    void full() throws IOException {
        Files.writeString(folder.resolve("history"), "a file where a folder should be");
        add("prod", "backend", "7", 1_000);
        assertTrue(history.of("prod", "esc", "backend").isEmpty());
    }

    private List<String> neighbours(String id, boolean over) {
        ReleaseHistory.Neighbours around = history.neighbours("prod", "esc", "backend", id, over);
        return List.of(
                around.previous() == null ? "" : around.previous().id(),
                around.next() == null ? "" : around.next().id());
    }

    @Test
    @DisplayName("have neighbours: those before and after, and the newest before one that runs")
    void neighbours() {
        assertEquals(List.of("", ""), neighbours("first", false));
        add("prod", "backend", "one", 1_000);
        add("prod", "backend", "two", 2_000);
        add("prod", "backend", "three", 3_000);
        assertEquals(List.of("", "two"), neighbours("one", true));
        assertEquals(List.of("one", "three"), neighbours("two", true));
        assertEquals(List.of("two", ""), neighbours("three", true));
        assertEquals(List.of("three", ""), neighbours("four", false));
        assertEquals(List.of("", ""), neighbours("forgotten", true));
    }

    @Test
    @DisplayName("are found by the namespaces of a cluster; the newest one of an application is read alone")
    void found() throws IOException {
        assertEquals(List.of(), history.namespaces("a/b"));
        assertNull(history.newest("a/b", "esc", "backend"));
        add("a/b", "backend", "1", 1_000);
        add("a/b", "backend", "2", 2_000);
        assertEquals(List.of("esc"), history.namespaces("a/b"));
        assertEquals("2", history.newest("a/b", "esc", "backend").id());
        assertNull(history.newest("a/b", "esc", "frontend"));
    }
}
