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
 * An immutable copy of the parts of a release's state that messages show. The state itself goes on changing on another
 * thread. A class, not a record, because Pipeline persists the snapshots of a block.
 */
public final class ReleaseSnapshot implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Set<Outcome> FAILURES =
            EnumSet.of(Outcome.ROLLED_BACK, Outcome.FAILED_BEFORE_SWITCH, Outcome.ROLLBACK_FAILED);
    /** The reasons of an abort by a person, who knows of it. */
    private static final Set<String> BY_PERSONS = Set.of("abort.requested", "abort.byUser", "abort.releaseByUser");

    final String namespace;
    final String buildNumber;
    final String buildUrl;
    /** Who started it without a build; null: a build did. */
    final String user;

    final Operation operation;
    final String application;
    final Color traffic;
    final Color candidate;
    final String image;
    final long startedAt;
    /** The phases that have ended. */
    private final ArrayList<PhaseTime> times;
    /** The current phase. */
    final Phase phase;
    /** The start of that phase, in milliseconds of the release's clock. */
    final long phaseStartedAt;
    /** Null if it waits for nothing. */
    final Sentence waitingFor;
    /** Null if there is no failure. */
    final Sentence failure;
    /** Null while it runs. */
    final ReleaseResult result;

    private ReleaseSnapshot(ReleaseView state) {
        namespace = state.spec().namespace();
        buildNumber = state.spec().source().buildNumber();
        buildUrl = state.spec().buildUrl();
        user = state.spec().user();
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

    /** A copy of the state. On the thread that advances it. */
    static ReleaseSnapshot of(ReleaseView state) {
        return new ReleaseSnapshot(state);
    }

    List<PhaseTime> times() {
        return List.copyOf(times);
    }

    /** Whether it has ended with a failure or a rollback, or was aborted by something else than a person. */
    public boolean isFailure() {
        return result != null && (FAILURES.contains(result.outcome()) || isAborted() && !isWanted());
    }

    private boolean isAborted() {
        return result.outcome() == Outcome.ABORTED;
    }

    private boolean isWanted() {
        return failure == null || BY_PERSONS.contains(failure.key());
    }

    /** The sentence of its result, as in the build's log; empty while it runs. */
    public String message() {
        return result == null ? "" : result.message().toString();
    }
}
