package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord.Note;
import io.jenkins.plugins.bluegreen.timeline.Timeline;
import io.jenkins.plugins.bluegreen.timeline.TimelineSvg;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A release as its page shows it, in one language, and as {@code api/json} has it. Times of the JSON are in
 * milliseconds since 1970, and what is missing is empty.
 */
@ExportedBean
public final class ShownRelease {
    private final ReleaseRecord record;
    private final ReleaseWords words;
    private final ReleaseLinks links;
    private final Locale locale;
    private final long now;

    /** @param now in milliseconds since 1970 */
    ShownRelease(ReleaseRecord record, ReleaseLinks links, Locale locale, long now) {
        this.record = record;
        this.links = links;
        this.locale = locale;
        this.now = now;
        words = new ReleaseWords(record, locale);
    }

    @Exported
    public String getId() {
        return record.id();
    }

    @Exported
    public String getCluster() {
        return record.cluster();
    }

    @Exported
    public String getNamespace() {
        return record.namespace();
    }

    @Exported
    public String getApplication() {
        return record.application();
    }

    /** The name of an {@link io.jenkins.plugins.bluegreen.engine.spec.Operation}. */
    @Exported
    public String getOperation() {
        return record.operation();
    }

    @Exported
    public boolean isRunning() {
        return record.outcome().isEmpty();
    }

    /** The name of an {@link io.jenkins.plugins.bluegreen.engine.events.Outcome}; empty while it runs. */
    @Exported
    public String getOutcome() {
        return record.outcome();
    }

    public String getOutcomeText() {
        return words.outcome();
    }

    /** The phase that it is in; empty after its end. */
    @Exported
    public String getPhase() {
        return record.phase();
    }

    /** What happened, why, and where the traffic is; while it runs, the phase and what it waits for. */
    @Exported
    public String getMessage() {
        return words.sentence();
    }

    public String getHeadline() {
        return words.headline();
    }

    public String getRoute() {
        return words.route();
    }

    public String getStyle() {
        return words.style();
    }

    /** The colour that had the traffic before. */
    @Exported
    public String getPreviousColor() {
        return words.from();
    }

    /** The colour that was released. */
    @Exported
    public String getCandidate() {
        return words.to();
    }

    /** The colour that has, or at the end had, the traffic. */
    @Exported
    public String getColor() {
        return record.color();
    }

    @Exported
    public String getImage() {
        return record.image() == null ? "" : record.image();
    }

    /** 0: none. */
    @Exported
    public int getRevision() {
        return record.revision();
    }

    @Exported
    public long getStartedAt() {
        return record.startedAt();
    }

    public Date getStartTime() {
        return new Date(record.startedAt());
    }

    /** 0 while it runs. */
    @Exported
    public long getEndedAt() {
        return record.endedAt();
    }

    /** So far, while it runs. */
    @Exported
    public long getSeconds() {
        return words.millis(now) / 1000;
    }

    public String getDuration() {
        return words.seconds(words.millis(now));
    }

    /** How long it took to bring the traffic back, in milliseconds; -1: it did not go back. */
    @Exported
    public long getRollbackMillis() {
        return record.rollbackMillis();
    }

    /** Null if the traffic did not go back. */
    public String getRollbackDuration() {
        return record.rollbackMillis() < 0 ? null : words.seconds(record.rollbackMillis());
    }

    @Exported
    public List<String> getStartedBy() {
        return record.startedBy();
    }

    public String getStarters() {
        return String.join(", ", record.startedBy());
    }

    /** The address of the Discord message that tells of it; empty: there is none, or Discord has not said it. */
    @Exported
    public String getDiscordMessage() {
        return record.discordMessage();
    }

    /** The Pods of each colour, as they were last. */
    @Exported(inline = true)
    public List<ShownPods> getPods() {
        Map<String, ShownPods> last = new LinkedHashMap<>();
        for (Timeline.Readiness readiness : record.timeline().readiness()) {
            last.put(readiness.color(), new ShownPods(readiness, locale));
        }
        return new ArrayList<>(last.values());
    }

    /** The answers to probes that were counted. */
    @Exported
    public int getProbeAnswers() {
        return record.timeline().answers().stream().mapToInt(Timeline.Answers::asked).sum();
    }

    /** How many of them were failures. */
    @Exported
    public int getFailedProbeAnswers() {
        return record.timeline().answers().stream().mapToInt(Timeline.Answers::failed).sum();
    }

    /** As "0 of 4,212 failed"; null if no probe was asked. */
    public String getProbes() {
        return getProbeAnswers() == 0
                ? null
                : Messages._ShownRelease_probes(
                                String.format(locale, "%,d", getFailedProbeAnswers()),
                                String.format(locale, "%,d", getProbeAnswers()))
                        .toString(locale);
    }

    @Exported(inline = true)
    public List<ShownPhase> getPhases() {
        return record.timeline().stretches().stream()
                .map(stretch -> new ShownPhase(stretch, words, now))
                .toList();
    }

    @Exported(inline = true)
    public List<ShownNote> getWarnings() {
        return notes(Note.Kind.WARNING);
    }

    /** Log lines and events of the Pods that failed. */
    @Exported(inline = true)
    public List<ShownNote> getEvidence() {
        return notes(Note.Kind.EVIDENCE);
    }

    private List<ShownNote> notes(Note.Kind kind) {
        return record.notes().stream()
                .filter(note -> note.kind() == kind)
                .map(note -> new ShownNote(note, words.phase(note.phase()), locale))
                .toList();
    }

    /** The picture, as SVG. */
    public String getTimeline() {
        return TimelineSvg.svg(record.timeline(), "timeline-" + record.id(), now, locale);
    }

    public ReleaseLinks getLinks() {
        return links;
    }
}
