package io.jenkins.plugins.bluegreen.jenkins.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The store of running releases")
class RunningStoreTest {
    private static final String SECRET = "swordfish";

    @TempDir
    private Path folder;

    private RunningStore store;

    @BeforeEach
    void open() {
        store = new RunningStore(folder, new TestSeal());
    }

    private static ReleaseFacts facts(String id) {
        return new ReleaseFacts(id, "shop/backend", 7, "prod", "team", "builds", "a1", 1_000, List.of("Started by user anna"));
    }

    private static ReleaseState state() {
        return ReleaseState.release(ReleaseSpec.in("esc", "holder")
                .variable("DB_PASSWORD", SECRET)
                .manifest("a.yaml", "kind: ConfigMap")
                .build());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    @DisplayName("keeps all that a step needs to attach again")
    void kept() {
        ReleaseFacts facts = facts("7");
        store.create(facts, state());
        facts.goOnAlone();
        facts.abort(Sentence.of("abort.timeout"));
        facts.abort(Sentence.of("abort.buildDeleted"));
        facts.over(true);
        assertTrue(facts.move("shop", "market"));
        assertFalse(facts.move("mark", "bazaar"));
        store.save(facts);
        ToldLines told = new ToldLines();
        told.add("one");
        told.printed();
        told.add("two");
        store.save("7", told);
        RunningStore.Kept kept = store.load().get(0);
        assertEquals("7", kept.facts().id());
        assertEquals("market/backend", kept.facts().job());
        assertEquals(7, kept.facts().build());
        assertEquals("prod", kept.facts().cluster());
        assertEquals("team", kept.facts().webhook());
        assertEquals("builds", kept.facts().blockWebhook());
        assertEquals("a1", kept.facts().agent());
        assertEquals(List.of("Started by user anna"), kept.facts().startedBy());
        assertTrue(kept.facts().isAlone() && kept.facts().isOver() && kept.facts().isEndSeen());
        assertEquals(Sentence.of("abort.timeout"), kept.facts().abort());
        assertEquals("esc", kept.state().spec().namespace());
        assertNull(kept.message());
        assertEquals(List.of("one", "two"), kept.told().all());
        assertEquals(List.of("two"), kept.told().missed());
    }

    @Test
    @DisplayName("encrypts everything")
    void encrypted() throws IOException {
        store.create(facts("7"), state());
        ToldLines told = new ToldLines();
        told.add(SECRET);
        store.save("7", told);
        assertEquals(List.of("running/7", "running/7.facts", "running/7.told"), files());
        for (String file : files()) {
            String text = Files.readString(folder.resolve(file));
            for (String part : List.of(SECRET, "backend", "ConfigMap", "rO0")) {
                assertFalse(text.contains(part), file);
            }
        }
    }

    @Test
    @DisplayName("leaves nothing of a release that is deleted, nor of one whose writing was interrupted")
    void nothingLeft() throws IOException {
        store.create(facts("7"), state());
        store.save("7", new ToldLines());
        store.delete("7");
        assertEquals(List.of(), files());
        store.save(facts("8"));
        Files.writeString(folder.resolve("running/9.new"), "half of i");
        Files.writeString(folder.resolve("running/9.told"), "lines");
        assertEquals(List.of(), store.load());
        assertEquals(List.of(), files());
    }

    @Test
    @DisplayName("sets a damaged release aside, with a sentence; the others go on")
    void damaged() throws IOException {
        for (String id : List.of("1", "2", "3", "4")) {
            store.create(facts(id), state());
        }
        Files.writeString(folder.resolve("running/2"), "<content>of a former format</content>");
        Files.writeString(folder.resolve("running/3.facts"), new TestSeal().close(new byte[] {1, 2, 3}));
        assertEquals(
                List.of("1", "4"),
                store.load().stream().map(kept -> kept.facts().id()).sorted().toList());
        assertTrue(files().containsAll(List.of("damaged/2", "damaged/2.facts", "damaged/3", "damaged/3.facts")));
        assertFalse(files().contains("running/2"));
        ReleaseException damage = store.damage("2");
        for (String part : new String[] {
            "The release can't go on",
            folder.resolve("damaged/2").toString(),
            "The traffic is where the release had left it",
            "Release again"
        }) {
            assertTrue(damage.getMessage().contains(part), damage::getMessage);
        }
        assertTrue(damage.sentence().in(Locale.KOREAN).contains("릴리스를 이어 갈 수 없습니다"));
        assertNull(store.damage("1"));
    }

    @Test
    @DisplayName("goes on without the lines of a release if they are damaged")
    void damagedLines() throws IOException {
        store.create(facts("1"), state());
        Files.writeString(folder.resolve("running/1.told"), "?");
        assertEquals(List.of(), store.load().get(0).told().all());
    }

    @Test
    @DisplayName("refuses a release that can't be kept, with a sentence")
    void full() throws IOException {
        Files.writeString(folder.resolve("running"), "a file where a folder should be");
        ReleaseException refusal =
                assertThrows(ReleaseException.class, () -> store.create(facts("1"), state()));
        assertTrue(refusal.getMessage().contains("can't be kept on the controller"), refusal::getMessage);
        store.save("1", new ToldLines());
    }

    @Test
    @DisplayName("keeps the newest lines, within bounds, and knows how many were lost")
    void bounded() {
        ToldLines told = new ToldLines();
        IntStream.range(0, 3 * ToldLines.MOST_LINES).forEach(i -> told.add("line " + i));
        assertEquals(ToldLines.MOST_LINES, told.all().size());
        assertEquals("line 2999", told.all().get(ToldLines.MOST_LINES - 1));
        assertEquals(2 * ToldLines.MOST_LINES, told.lost());
        assertEquals(told.all(), told.missed());
        told.printed();
        assertEquals(0, told.lost());
        assertEquals(List.of(), told.missed());
        told.add("x".repeat(ToldLines.MOST_CHARACTERS));
        told.add("y");
        assertEquals(List.of("y"), told.all());
        assertEquals(1, told.lost());
    }

    @Test
    @DisplayName("keeps the record too, encrypted and only when it has changed; a damaged one keeps nothing from going on")
    void record() throws IOException {
        ReleaseFacts facts = facts("7");
        ReleaseState state = state();
        store.create(facts, state);
        long[] now = {5_000};
        ReleaseRecording recording = new ReleaseRecording(facts, null, state, () -> now[0]++);
        recording.warning(state, Sentence.verbatim("a warning"));
        store.save("7", recording);
        Path file = folder.resolve("running/7.record");
        assertFalse(Files.readString(file).contains("shop"));
        ReleaseRecord kept = store.load().get(0).record();
        assertEquals(List.of("a warning"), kept.notes().stream().map(ReleaseRecord.Note::text).toList());
        ReleaseRecording again = new ReleaseRecording(facts, kept, state, () -> now[0]++);
        assertEquals(kept.notes(), again.record().notes());
        assertTrue(again.version() > recording.version());
        Files.delete(file);
        store.save("7", recording);
        assertFalse(Files.exists(file));
        Files.writeString(file, "{}");
        assertNull(store.load().get(0).record());
        assertEquals("7", store.load().get(0).recording().record().id());
        store.delete("7");
        assertFalse(Files.exists(file));
    }
}
