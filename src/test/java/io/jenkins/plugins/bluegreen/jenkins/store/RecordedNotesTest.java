package io.jenkins.plugins.bluegreen.jenkins.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord.Note;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The notes of a release")
class RecordedNotesTest {
    private final RecordedNotes notes = new RecordedNotes();

    private void add(Note.Kind kind, Sentence what) {
        notes.add(1, kind, "READY", what);
    }

    private List<String> texts() {
        return notes.all().stream().map(Note::text).toList();
    }

    @Test
    @DisplayName("are each there once, in both languages; a reason with evidence takes the place of the bare reason")
    void once() {
        Sentence reason = Sentence.of("monitor.noneReady", "backend-green");
        add(Note.Kind.WARNING, Sentence.verbatim("a"));
        add(Note.Kind.WARNING, Sentence.verbatim("a"));
        add(Note.Kind.EVIDENCE, reason);
        add(Note.Kind.EVIDENCE, reason.then(Sentence.verbatim("Exit code 7")));
        assertEquals(List.of("a", "No Pod of backend-green is ready. Exit code 7"), texts());
        assertTrue(notes.all().get(1).textKo().contains("backend-green"));
        assertTrue(!notes.all().get(1).textKo().startsWith("No Pod"));
    }

    @Test
    @DisplayName("are at most 50 and 256 Ki characters altogether; warnings go first, evidence stays")
    void bounds() {
        add(Note.Kind.EVIDENCE, Sentence.verbatim("why"));
        for (int i = 0; i < 200; i++) {
            add(Note.Kind.WARNING, Sentence.verbatim("warning " + i));
        }
        assertEquals(RecordedNotes.MOST, notes.all().size());
        assertEquals("why", texts().get(0));
        assertEquals("warning 199", texts().get(RecordedNotes.MOST - 1));
        for (int i = 0; i < 40; i++) {
            add(Note.Kind.WARNING, Sentence.verbatim(i + "x".repeat(100_000)));
        }
        assertTrue(notes.all().stream().allMatch(note -> note.text().length() <= RecordedNotes.MOST_CHARACTERS));
        int characters = notes.all().stream().mapToInt(note -> note.text().length() + note.textKo().length()).sum();
        assertTrue(characters <= RecordedNotes.MOST_ALTOGETHER, "" + characters);
        assertEquals("why", texts().get(0));
    }
}
