package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** The block of a release, which a step runs: perhaps later, perhaps never. Guarded by its release's monitor. */
final class AwaitedBlock {
    /** Whether it waits for a step that runs it. */
    private boolean waits;
    /** Whether the step that came has nothing of it. */
    private boolean lost;

    private boolean ended;
    private Sentence failure;

    /** @param running whether a former process has begun it */
    AwaitedBlock(boolean running) {
        waits = running;
    }

    /** It is its turn, and there is no step. */
    void await() {
        waits = true;
        lost = true;
    }

    /** There is a step. */
    void step(boolean blockLost) {
        lost = blockLost;
    }

    /** @param why null if it succeeded */
    void ended(Sentence why) {
        waits = false;
        ended = true;
        failure = why;
    }

    /**
     * Tells the release of a block that has ended. Runs one that waits when there is a step for it, fails it when there
     * will be none.
     *
     * @param driven null while the release is not driven
     */
    void tell(PooledDriver.Driven driven, boolean step, boolean never) {
        if (driven == null) {
            return;
        }
        if (ended) {
            ended = false;
            driven.bodyEnded(failure);
        } else if (waits && step) {
            waits = false;
            if (lost) {
                driven.bodyLost();
            }
        } else if (waits && never) {
            waits = false;
            driven.bodyEnded(Sentence.of("block.gone"));
        }
    }
}
