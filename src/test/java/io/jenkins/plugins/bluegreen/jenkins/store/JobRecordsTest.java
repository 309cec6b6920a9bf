package io.jenkins.plugins.bluegreen.jenkins.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The releases of a job")
class JobRecordsTest {
    @TempDir
    private Path job;

    private JobRecords records;

    @BeforeEach
    void open() {
        records = new JobRecords(job);
    }

    private void add(String id) throws IOException {
        records.add(Records.over(id, Outcome.PROMOTED).get());
    }

    private List<String> ids() {
        return records.newestFirst().stream().map(ReleaseRecord::id).toList();
    }

    @Test
    @DisplayName("are there once the first one is over")
    void there() throws IOException {
        assertFalse(records.isThere());
        assertEquals(List.of(), ids());
        add("one");
        assertTrue(records.isThere());
    }

    @Test
    @DisplayName("are the newest 50, the newest first, each once")
    void newest() throws IOException {
        for (int i = 0; i < 60; i++) {
            add("r" + i);
        }
        add("r59");
        assertEquals(JobRecords.MOST, ids().size());
        assertEquals("r59", ids().get(0));
        assertEquals("r10", ids().get(49));
    }

    @Test
    @DisplayName("are kept without timeline and notes")
    void brief() throws IOException {
        ReleaseRecord whole = Records.over("one", Outcome.ROLLED_BACK)
                .timeline(new Timeline(
                        1_000, 13_300, List.of(new Timeline.Stretch("PLAN", 1_000, 2_000, false)), null, null, null))
                .notes(new ReleaseRecord.Note(1, ReleaseRecord.Note.Kind.EVIDENCE, "READY", "a\nb", "가\n나"))
                .get();
        records.add(whole);
        assertEquals(List.of(Records.over("one", Outcome.ROLLED_BACK).get()), records.newestFirst());
    }

    @Test
    @DisplayName("lose a damaged line only, and a deleted job's are not written")
    void damaged() throws IOException {
        add("one");
        Files.writeString(job.resolve("blue-green-releases.jsonl"), "{\"id\":\n", StandardOpenOption.APPEND);
        add("two");
        assertEquals(List.of("two", "one"), ids());
        new JobRecords(job.resolve("gone")).add(Records.over("x", Outcome.HELD).get());
        assertFalse(Files.exists(job.resolve("gone")));
    }
}
