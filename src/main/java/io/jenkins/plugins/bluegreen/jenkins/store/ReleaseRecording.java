package io.jenkins.plugins.bluegreen.jenkins.store;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord.Note;
import io.jenkins.plugins.bluegreen.timeline.TimelineRecorder;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The record of a release, filled from its events while it runs. Any thread may read it. */
public final class ReleaseRecording implements ReleaseEvents {
    private final ReleaseFacts facts;
    private final LongSupplier clock;
    private final TimelineRecorder timeline;
    private final RecordedNotes notes = new RecordedNotes();
    private ReleaseRecord record;
    private Sentence failure;
    private Color before;
    /** Where people see the message that tells of it. */
    private Supplier<String> message = () -> null;

    private String lastMessage;
    private long version;
    private long savedVersion;

    /**
     * The recording of a new release, or that of one that another process has begun.
     *
     * @param kept what the other process has kept; null: nothing
     * @param state the release without values of credentials
     * @param clock milliseconds since 1970
     */
    ReleaseRecording(ReleaseFacts facts, ReleaseRecord kept, ReleaseView state, LongSupplier clock) {
        this.facts = facts;
        this.clock = clock;
        // greater than any that another process has given out
        version = clock.getAsLong();
        savedVersion = version;
        timeline = new TimelineRecorder(clock);
        if (kept != null) {
            kept.notes().forEach(notes::add);
            before = Color.ofLabel(kept.previousColor()).orElse(null);
            lastMessage = kept.discordMessage();
        }
        ReleaseRecord former = kept == null ? ReleaseRecord.live(facts, state, null) : kept;
        timeline.resume(former.timeline(), state);
        look(state);
    }

    /** The record as it is now. */
    public synchronized ReleaseRecord record() {
        return record.with(timeline.timeline(), notes.all(), discordMessage());
    }

    /** The record of the release at its end. */
    public synchronized ReleaseRecord record(ReleaseView state, ReleaseResult result) {
        return ReleaseRecord.of(facts, facts.cluster(), state, result)
                .with(timeline.timeline(), notes.all(), discordMessage());
    }

    /** @param address the address of the Discord message that tells of the release; it returns null until it is known */
    public synchronized void messageAt(Supplier<String> address) {
        message = address;
    }

    /** A message stays known when Discord, asked again after a restart, does not tell where it is. */
    private String discordMessage() {
        String address = message.get();
        lastMessage = address == null ? lastMessage : address;
        return lastMessage;
    }

    /** The number of the record's last change, also of changes that other processes have made. */
    public synchronized long version() {
        return version;
    }

    /** The record if it has changed since this was called last, else null. */
    synchronized ReleaseRecord unsaved() {
        boolean changed = version != savedVersion;
        savedVersion = version;
        return changed ? record() : null;
    }

    @Override
    public synchronized void started(ReleaseView state, Phase phase) {
        timeline.started(state, phase);
        look(state);
    }

    @Override
    public synchronized void progress(ReleaseView state, Phase phase, Sentence what) {
        timeline.progress(state, phase, what);
        if (what.key().equals("ready.stuck")) {
            notes.add(clock.getAsLong(), Note.Kind.WARNING, phase.name(), what);
        }
        look(state);
    }

    @Override
    public synchronized void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
        look(state);
    }

    @Override
    public synchronized void warning(ReleaseView state, Sentence what) {
        notes.add(clock.getAsLong(), Note.Kind.WARNING, state.phase().name(), what);
        look(state);
    }

    @Override
    public synchronized void ended(ReleaseView state, Phase phase, long millis, Sentence why) {
        timeline.ended(state, phase, millis, why);
        look(state);
        evidence(phase, why);
    }

    @Override
    public synchronized void pods(ReleaseView state, Color color, int ready, int desired) {
        timeline.pods(state, color, ready, desired);
        look(state);
    }

    @Override
    public synchronized void answers(ReleaseView state, int asked, int failed) {
        timeline.answers(state, asked, failed);
        look(state);
    }

    @Override
    public synchronized void finished(ReleaseView state, ReleaseResult result) {
        timeline.finished(state, result);
        look(state);
    }

    private void look(ReleaseView state) {
        version++;
        if (!Objects.equals(failure, state.failure())) {
            failure = state.failure();
            evidence(state.phase(), failure);
        }
        before = state.trafficColor() == state.candidate() ? before : state.trafficColor();
        record = state.result() == null
                ? ReleaseRecord.live(facts, state, state.trafficColor() == state.candidate() ? before : null)
                : ReleaseRecord.of(facts, facts.cluster(), state, state.result());
    }

    /** That a user aborted the release is its result, and needs no evidence. */
    private void evidence(Phase phase, Sentence why) {
        if (why != null && !why.key().startsWith("abort.")) {
            notes.add(clock.getAsLong(), Note.Kind.EVIDENCE, phase.name(), why);
        }
    }
}
