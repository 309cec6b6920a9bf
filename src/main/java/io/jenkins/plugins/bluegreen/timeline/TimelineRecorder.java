package io.jenkins.plugins.bluegreen.timeline;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Moment;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Records the timeline of a release from its events. Each event has the time at which it was heard, so the time in
 * which no process ran is part of the phase that was interrupted. Any thread may read the timeline.
 */
public final class TimelineRecorder implements ReleaseEvents {
    private static final int MOST_MOMENTS = 100;

    private final LongSupplier clock;
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Moment> moments = new ArrayList<>();
    private final ReadySamples readiness = new ReadySamples();
    private final AnswerCounts answers = new AnswerCounts();
    private long startedAt;
    private long endedAt;
    private long now;

    /** @param clock milliseconds since 1970 */
    public TimelineRecorder(LongSupplier clock) {
        this.clock = clock;
    }

    /** Continues what another process has recorded. Phases that it has not recorded are taken from the release. */
    public synchronized void resume(Timeline former, ReleaseView state) {
        if (state.startedAt() == 0) {
            return;
        }
        startedAt = former.startedAt() == 0 ? state.startedAt() : former.startedAt();
        moments.addAll(former.moments());
        former.readiness().forEach(readiness::add);
        former.answers().forEach(answers::add);
        List<PhaseTime> ended = state.times();
        for (int i = 0; i < ended.size(); i++) {
            Stretch known = i < former.stretches().size() ? former.stretches().get(i) : null;
            PhaseTime time = ended.get(i);
            boolean recorded = known != null && known.to() != 0;
            stretches.add(
                    recorded
                            ? known
                            : new Stretch(time.phase().name(), time.startMillis(), time.endMillis(), false));
        }
        if (state.result() == null) {
            begin(state.phase(), state.phaseStartedAt());
        } else {
            endedAt = lastEnd(state.startedAt());
        }
    }

    /** What is recorded so far. */
    public synchronized Timeline timeline() {
        return new Timeline(startedAt, endedAt, stretches, moments, readiness.all(), answers.all());
    }

    @Override
    public synchronized void started(ReleaseView state, Phase phase) {
        end(false);
        startedAt = startedAt == 0 ? now() : startedAt;
        begin(phase, now());
    }

    /** A phase begins when the one before it has ended: between the two the state is saved. */
    private void begin(Phase phase, long at) {
        stretches.add(new Stretch(phase.name(), lastEnd(at), 0, false));
    }

    private long lastEnd(long none) {
        return stretches.isEmpty() ? none : stretches.get(stretches.size() - 1).to();
    }

    @Override
    public synchronized void ended(ReleaseView state, Phase phase, long millis, Sentence failure) {
        end(failure != null);
    }

    private void end(boolean failed) {
        int last = stretches.size() - 1;
        if (last >= 0 && stretches.get(last).to() == 0) {
            Stretch open = stretches.get(last);
            stretches.set(last, new Stretch(open.phase(), open.from(), Math.max(open.from() + 1, now()), failed));
        }
    }

    @Override
    public synchronized void progress(ReleaseView state, Phase phase, Sentence what) {
        if (what.key().equals("switch.done")) {
            move(Moment.Kind.SWITCHED, state.candidate());
        } else if (what.key().equals("rollback.done")) {
            move(Moment.Kind.BACK, state.trafficColor());
        }
    }

    private void move(Moment.Kind kind, Color color) {
        if (moments.size() < MOST_MOMENTS) {
            moments.add(new Moment(now(), kind, label(color)));
        }
    }

    @Override
    public synchronized void pods(ReleaseView state, Color color, int ready, int desired) {
        readiness.add(new Timeline.Readiness(now(), label(color), ready, desired));
    }

    @Override
    public synchronized void answers(ReleaseView state, int asked, int failed) {
        answers.add(new Timeline.Answers(now(), asked, failed));
    }

    @Override
    public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {}

    @Override
    public synchronized void finished(ReleaseView state, ReleaseResult result) {
        end(false);
        endedAt = lastEnd(now());
    }

    private static String label(Color color) {
        return color == null ? "" : color.label();
    }

    /** The clock's time, which may be set back. */
    private long now() {
        now = Math.max(Math.max(now, startedAt), clock.getAsLong());
        return now;
    }
}
