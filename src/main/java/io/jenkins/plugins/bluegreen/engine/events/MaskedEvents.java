package io.jenkins.plugins.bluegreen.engine.events;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.spec.SecretMask;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;

/** A listener's events without the values that the release was given from credentials. */
public record MaskedEvents(ReleaseEvents listener) implements ReleaseEvents {
    @Override
    public void started(ReleaseView state, Phase phase) {
        listener.started(masked(state), phase);
    }

    @Override
    public void progress(ReleaseView state, Phase phase, Sentence what) {
        listener.progress(masked(state), phase, masked(state, what));
    }

    @Override
    public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
        listener.waiting(masked(state), phase, masked(state, forWhat));
    }

    @Override
    public void warning(ReleaseView state, Sentence what) {
        listener.warning(masked(state), masked(state, what));
    }

    @Override
    public void ended(ReleaseView state, Phase phase, long millis, Sentence failure) {
        listener.ended(masked(state), phase, millis, masked(state, failure));
    }

    @Override
    public void pods(ReleaseView state, Color color, int ready, int desired) {
        listener.pods(masked(state), color, ready, desired);
    }

    @Override
    public void answers(ReleaseView state, int asked, int failed) {
        listener.answers(masked(state), asked, failed);
    }

    @Override
    public void finished(ReleaseView state, ReleaseResult result) {
        listener.finished(masked(state), result.masked(mask(state)));
    }

    private static SecretMask mask(ReleaseView state) {
        return state.spec().source().mask();
    }

    private static Sentence masked(ReleaseView state, Sentence sentence) {
        return sentence == null ? null : sentence.masked(mask(state)::mask);
    }

    /** A release without these values. */
    public static ReleaseView masked(ReleaseView state) {
        return mask(state).isEmpty() ? state : new View(state);
    }

    /** The release as listeners see it. */
    private record View(ReleaseView state) implements ReleaseView {
        @Override
        public ReleaseSpec spec() {
            return state.spec();
        }

        @Override
        public Operation operation() {
            return state.operation();
        }

        @Override
        public Phase phase() {
            return state.phase();
        }

        @Override
        public String application() {
            return state.application();
        }

        @Override
        public List<String> services() {
            return state.services();
        }

        @Override
        public Color candidate() {
            return state.candidate();
        }

        @Override
        public Color trafficColor() {
            return state.trafficColor();
        }

        @Override
        public String image() {
            return mask(state).mask(state.image());
        }

        @Override
        public int revision() {
            return state.revision();
        }

        @Override
        public Sentence failure() {
            return masked(state, state.failure());
        }

        @Override
        public Sentence waitingFor() {
            return masked(state, state.waitingFor());
        }

        @Override
        public long startedAt() {
            return state.startedAt();
        }

        @Override
        public long phaseStartedAt() {
            return state.phaseStartedAt();
        }

        @Override
        public long clockNow() {
            return state.clockNow();
        }

        @Override
        public List<PhaseTime> times() {
            return state.times();
        }

        @Override
        public ReleaseResult result() {
            return state.result() == null ? null : state.result().masked(mask(state));
        }
    }
}
