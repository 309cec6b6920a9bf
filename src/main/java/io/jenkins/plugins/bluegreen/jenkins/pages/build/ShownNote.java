package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord.Note;
import java.util.Date;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A warning of a release, or a part of its evidence, in one language. */
@ExportedBean
public final class ShownNote {
    private final Note note;
    private final String phase;
    private final Locale locale;

    /** @param phase as it is shown */
    ShownNote(Note note, String phase, Locale locale) {
        this.note = note;
        this.phase = phase;
        this.locale = locale;
    }

    @Exported
    public long getAt() {
        return note.at();
    }

    public Date getTime() {
        return new Date(note.at());
    }

    @Exported
    public String getPhase() {
        return note.phase();
    }

    public String getPhaseText() {
        return phase;
    }

    @Exported
    public String getText() {
        return ReleaseWords.isKorean(locale) ? note.textKo() : note.text();
    }
}
