package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.RunningStore;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The facts of a release, which are written whenever they change: on another thread, except at the end. */
final class KeptFacts {
    private static final Logger LOGGER = Logger.getLogger(KeptFacts.class.getName());

    private final ReleaseFacts facts;
    private final RunningStore store;
    private final Surroundings around;
    private boolean forgotten;

    KeptFacts(ReleaseFacts facts, RunningStore store, Surroundings around) {
        this.facts = facts;
        this.store = store;
        this.around = around;
    }

    ReleaseFacts get() {
        return facts;
    }

    void goOnAlone() {
        synchronized (facts) {
            facts.goOnAlone();
        }
        around.prepare(this::save);
    }

    void abort(Sentence cause) {
        synchronized (facts) {
            facts.abort(cause);
        }
        around.prepare(this::save);
    }

    void moved(String from, String to) {
        boolean moved;
        synchronized (facts) {
            moved = facts.move(from, to);
        }
        if (moved) {
            around.prepare(this::save);
        }
    }

    /** @param seen whether a step was told of the end */
    void over(boolean seen) {
        synchronized (facts) {
            facts.over(seen);
            save();
        }
    }

    private void save() {
        synchronized (facts) {
            try {
                if (!forgotten) {
                    store.save(facts);
                }
            } catch (ReleaseException e) {
                LOGGER.log(Level.FINE, e, () -> "The facts of " + facts.id());
            }
        }
    }

    /** Ends the release in the store; nothing is written afterwards. */
    void forget(Runnable end) {
        synchronized (facts) {
            forgotten = true;
            end.run();
        }
    }
}
