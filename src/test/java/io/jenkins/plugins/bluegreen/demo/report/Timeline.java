package io.jenkins.plugins.bluegreen.demo.report;

import io.jenkins.plugins.bluegreen.demo.report.ScenarioReport.Moment;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Records when the traffic moved, runs an action when a release's monitoring starts, and forwards all events. */
public final class Timeline implements ReleaseEvents {
    private final List<Moment> moments = new ArrayList<>();
    private final ReleaseEvents next;
    private final Consumer<ReleaseView> watched;
    private long wentBack;

    public Timeline(ReleaseEvents next, Consumer<ReleaseView> watched) {
        this.next = next;
        this.watched = watched;
    }

    public List<Moment> moments() {
        return List.copyOf(moments);
    }

    /** The time at which the traffic was back on the old colour, in milliseconds since 1970. */
    public Optional<Long> wentBack() {
        return wentBack == 0 ? Optional.empty() : Optional.of(wentBack);
    }

    @Override
    public void started(ReleaseView state, Phase phase) {
        next.started(state, phase);
        if (phase == Phase.MONITOR) {
            watched.accept(state);
        }
    }

    @Override
    public void progress(ReleaseView state, Phase phase, Sentence what) {
        if (what.key().equals("switch.done")) {
            moments.add(new Moment(state.clockNow(), "traffic switched"));
        } else if (what.key().equals("rollback.done")) {
            wentBack = state.clockNow();
            moments.add(new Moment(wentBack, "traffic back"));
        }
        next.progress(state, phase, what);
    }

    @Override
    public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
        next.waiting(state, phase, forWhat);
    }

    @Override
    public void warning(ReleaseView state, Sentence what) {
        next.warning(state, what);
    }

    @Override
    public void ended(ReleaseView state, Phase phase, long millis, Sentence failure) {
        next.ended(state, phase, millis, failure);
    }

    @Override
    public void finished(ReleaseView state, ReleaseResult result) {
        next.finished(state, result);
    }
}
