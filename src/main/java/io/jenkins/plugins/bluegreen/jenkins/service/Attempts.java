package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tries for ten minutes to go on with a release whose cluster can't be used yet. */
final class Attempts {
    /** Goes on. */
    @FunctionalInterface
    interface Begin {
        void run() throws IOException;
    }

    private static final Logger LOGGER = Logger.getLogger(Attempts.class.getName());
    private static final long PAUSE_MILLIS = 10_000;
    private static final int MOST = 60;

    private final Surroundings around;
    private final ReleaseLog log;
    private final Begin begin;
    private final Consumer<Throwable> givenUp;
    private int made;

    /** @param givenUp told when there is no other attempt */
    Attempts(Surroundings around, ReleaseLog log, Begin begin, Consumer<Throwable> givenUp) {
        this.around = around;
        this.log = log;
        this.begin = begin;
        this.givenUp = givenUp;
    }

    /** Makes one, and the next one later if it fails. */
    void run() {
        made++;
        try {
            begin.run();
        } catch (IOException | RuntimeException e) {
            if (made == 1) {
                LOGGER.log(Level.WARNING, "A release can''t go on yet: {0}", e.toString());
                log.say(Messages.RunningRelease_again(e.getMessage()));
            }
            if (!later()) {
                givenUp.accept(e);
            }
        }
    }

    /** @return false if there were enough */
    boolean later() {
        boolean again = made < MOST;
        if (again) {
            around.prepareIn(PAUSE_MILLIS, this::run);
        }
        return again;
    }
}
