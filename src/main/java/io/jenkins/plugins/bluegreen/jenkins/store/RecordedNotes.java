package io.jenkins.plugins.bluegreen.jenkins.store;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The notes of a release: each text once, at most {@value #MOST} of at most {@value #MOST_CHARACTERS} characters, and
 * {@value #MOST_ALTOGETHER} altogether. Warnings go first, the oldest before all others.
 */
final class RecordedNotes {
    static final int MOST = 50;
    static final int MOST_CHARACTERS = 16 * 1024;
    static final int MOST_ALTOGETHER = 256 * 1024;

    private final List<Note> notes = new ArrayList<>();

    void add(Note note) {
        if (notes.stream().noneMatch(known -> known.text().equals(note.text()))) {
            // what a failure was before its Pods were asked is the beginning of the new text
            notes.removeIf(known -> known.kind() == Note.Kind.EVIDENCE
                    && note.kind() == Note.Kind.EVIDENCE
                    && note.text().startsWith(known.text().replaceFirst("[.]$", "")));
            notes.add(note);
            while (notes.size() > MOST || notes.size() > 1 && characters() > MOST_ALTOGETHER) {
                forgetOne();
            }
        }
    }

    void add(long at, Note.Kind kind, String phase, Sentence what) {
        add(new Note(at, kind, phase, cut(what.in(Locale.ENGLISH)), cut(what.in(Locale.KOREAN))));
    }

    private void forgetOne() {
        for (int i = 0; i < notes.size() - 1; i++) {
            if (notes.get(i).kind() == Note.Kind.WARNING) {
                notes.remove(i);
                return;
            }
        }
        notes.remove(0);
    }

    private int characters() {
        return notes.stream()
                .mapToInt(note -> note.text().length() + note.textKo().length())
                .sum();
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
    }

    List<Note> all() {
        return List.copyOf(notes);
    }
}
