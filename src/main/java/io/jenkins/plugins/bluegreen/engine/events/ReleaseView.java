package io.jenkins.plugins.bluegreen.engine.events;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;

/** The read-only view of a release that listeners get. Valid until the listener returns, on its thread. */
public interface ReleaseView {
    /** The parameters of the release. */
    ReleaseSpec spec();

    /** Release or rollback. */
    Operation operation();

    /** The current phase. */
    Phase phase();

    /** The application's name; null until it is known. */
    String application();

    /** The names of the active Services; empty until they are known. */
    List<String> services();

    /** The colour that is being released; null until it is decided, and for a Deployment without a colour. */
    Color candidate();

    /** The colour that has the traffic now; null when none has, or when it is one without a colour. */
    Color trafficColor();

    /** The image that is being released; null until it is known. */
    String image();

    /** The revision that is being released, the live one in a rollback; 0 until it is known. */
    int revision();

    /** Why the release fails or rolls back; null while nothing is wrong. */
    Sentence failure();

    /** What the release waits for; null when for nothing. */
    Sentence waitingFor();

    /** The start of the release, in milliseconds of its clock; 0 before that. */
    long startedAt();

    /** The start of the current phase, in milliseconds of the release's clock. */
    long phaseStartedAt();

    /** The time of the move that is being made, in milliseconds of the release's clock. */
    long clockNow();

    /** The phases that have ended, in order. */
    List<PhaseTime> times();

    /** The result; null while the release goes on. */
    ReleaseResult result();
}
