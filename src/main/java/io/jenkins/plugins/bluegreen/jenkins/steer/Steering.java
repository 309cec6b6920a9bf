package io.jenkins.plugins.bluegreen.jenkins.steer;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Does what a user has confirmed, unless the application is not any more what the user has seen. Of two users who press
 * at once, the second one is told that a release is under way.
 */
final class Steering {
    /** The applications of which a user starts a release: from the last look until the controller knows the release. */
    private static final Set<String> STARTING = ConcurrentHashMap.newKeySet();

    private final Steered steered;

    Steering(Steered steered) {
        this.steered = steered;
    }

    /** An application, and what the buttons do with it. */
    interface Steered {
        String application();

        /** Tells it from those of other namespaces and clusters. */
        String key();

        /** Reads the cluster. */
        Sight look() throws IOException;

        /** This controller's release of the application that is not over; null: none. */
        ReleaseFacts running();

        /**
         * Starts a release.
         *
         * @param seen what it is decided by
         */
        void start(Button button, Sight seen) throws IOException;

        /** Aborts a release of this controller. */
        void abort(String id, Sentence cause);
    }

    /**
     * Does it.
     *
     * @param seen the text of what the user has seen: of {@link Seen}, or the id of the release to abort
     * @return why nothing was done, in sentences; empty: it is done, or begun
     * @throws IOException if the cluster does not answer
     */
    List<String> press(Button button, String seen, String user) throws IOException {
        ReleaseFacts running = steered.running();
        if (button == Button.ABORT) {
            if (running == null || !running.id().equals(seen)) {
                return List.of(Messages.Steering_over(steered.application()));
            }
            steered.abort(running.id(), Sentence.of("abort.releaseByUser", user));
            return List.of();
        }
        if (!STARTING.add(steered.key())) {
            return List.of(Messages.Steering_atOnce(steered.application()));
        }
        try {
            return start(button, Seen.of(seen));
        } finally {
            STARTING.remove(steered.key());
        }
    }

    private List<String> start(Button button, Seen seen) throws IOException {
        if (steered.running() != null) {
            return List.of(Messages.Confirmation_underWay(steered.application()));
        }
        if (seen == null) {
            return List.of(Messages.Steering_notSeen());
        }
        Sight now = steered.look();
        List<String> changes = seen.changes(now.seen());
        if (!changes.isEmpty()) {
            changes.add(Messages.Steering_changed());
            return changes;
        }
        String problem = Confirmation.problem(button, now);
        if (problem != null) {
            return List.of(problem);
        }
        steered.start(button, now);
        return List.of();
    }
}
