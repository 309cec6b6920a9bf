package io.jenkins.plugins.bluegreen.discord;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a message tells of a release, as it was at one instant: the state goes on, on a thread that waits for nobody. No
 * record: a Pipeline saves those of a block that it is in.
 */
public final class ReleaseSnapshot implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Set<Outcome> FAILURES =
            EnumSet.of(Outcome.ROLLED_BACK, Outcome.FAILED_BEFORE_SWITCH, Outcome.ROLLBACK_FAILED);

    final String namespace;
    final String buildNumber;
    final String buildUrl;
    final Operation operation;
    final String application;
    final Color traffic;
    final Color candidate;
    final String image;
    final long startedAt;
    /** The phases that are over. */
    private final ArrayList<PhaseTime> times;
    /** Where it stands. */
    final Phase phase;
    /** When that phase began, in milliseconds of the release's clock. */
    final long phaseStartedAt;
    /** Null when it waits for nothing. */
    final Sentence waitingFor;
    /** Null while nothing is wrong. */
    final Sentence failure;
    /** Null while it goes on. */
    final ReleaseResult result;

    private ReleaseSnapshot(ReleaseView state) {
        namespace = state.spec().namespace();
        buildNumber = state.spec().source().buildNumber();
        buildUrl = state.spec().buildUrl();
        operation = state.operation();
        application = state.application() == null ? state.spec().application() : state.application();
        traffic = state.trafficColor();
        candidate = state.candidate();
        image = state.image();
        startedAt = state.startedAt();
        times = new ArrayList<>(state.times());
        phase = state.phase();
        phaseStartedAt = state.phaseStartedAt();
        waitingFor = state.waitingFor();
        failure = state.failure();
        result = state.result();
    }

    /** The state as it is now; on the thread that advances it. */
    public static ReleaseSnapshot of(ReleaseView state) {
        return new ReleaseSnapshot(state);
    }

    List<PhaseTime> times() {
        return List.copyOf(times);
    }

    /** Whether it is over, and not as it was meant to be. */
    public boolean isFailure() {
        return result != null && FAILURES.contains(result.outcome());
    }

    /** What it ended with, as the build's log says it; empty while it goes on. */
    public String message() {
        return result == null ? "" : result.message().toString();
    }
}
