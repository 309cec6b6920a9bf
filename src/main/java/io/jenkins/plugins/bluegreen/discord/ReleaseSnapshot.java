package io.jenkins.plugins.bluegreen.discord;

import io.jenkins.plugins.bluegreen.engine.Color;
import io.jenkins.plugins.bluegreen.engine.Operation;
import io.jenkins.plugins.bluegreen.engine.Phase;
import io.jenkins.plugins.bluegreen.engine.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.Sentence;
import java.util.List;

/**
 * What a message tells of a release, as it was at one instant: the state goes on, on a thread that waits for nobody.
 *
 * @param times          the phases that are over
 * @param phase          where it stands
 * @param phaseStartedAt when that phase began, in milliseconds of the release's clock
 * @param waitingFor     null when it waits for nothing
 * @param failure        null while nothing is wrong
 * @param result         null while it goes on
 */
record ReleaseSnapshot(
        ReleaseSpec spec,
        Operation operation,
        String application,
        Color traffic,
        Color candidate,
        String image,
        long startedAt,
        List<PhaseTime> times,
        Phase phase,
        long phaseStartedAt,
        Sentence waitingFor,
        Sentence failure,
        ReleaseResult result) {

    static ReleaseSnapshot of(ReleaseState state) {
        return new ReleaseSnapshot(
                state.spec(),
                state.operation(),
                state.application() == null ? state.spec().application() : state.application(),
                state.trafficColor(),
                state.candidate(),
                state.image(),
                state.startedAt(),
                state.times(),
                state.phase(),
                state.phaseStartedAt(),
                state.waitingFor(),
                state.failure(),
                state.result());
    }
}
