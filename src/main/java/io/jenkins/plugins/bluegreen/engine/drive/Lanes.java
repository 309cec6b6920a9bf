package io.jenkins.plugins.bluegreen.engine.drive;

import io.jenkins.plugins.bluegreen.engine.events.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs the moves of many releases on a few threads, the most urgent first. Those that may wait never occupy all of
 * them: a switch, a way back or a renewed Lease waits for none of another release's other moves.
 */
public final class Lanes implements Executor {
    /** A move that waits for its turn. */
    public interface Turn extends Runnable {
        /** How urgent it is by now. May be called by any thread while it waits; must return at once. */
        Urgency urgency();
    }

    /** How many moves run at once. */
    public static final int THREADS = 6;

    private static final int NOT_URGENT = 5;
    private static final int PATIENT = 4;
    private static final Logger LOGGER = Logger.getLogger(Lanes.class.getName());

    private final Executor threads;
    private final int patient;
    private final int notUrgent;
    private final int all;
    /** In the order in which they came. */
    private final List<Turn> waiting = new ArrayList<>();

    private int running;
    private int runningNotUrgent;
    private int runningPatient;

    /** @param threads {@value #THREADS} of them at least */
    public Lanes(Executor threads) {
        this(threads, PATIENT, NOT_URGENT, THREADS);
    }

    /**
     * Lanes.
     *
     * @param threads starts whatever it is given: at most {@code all} run at once
     * @param patient how many moves run at once that begin or end a release
     * @param notUrgent how many moves run at once that need not be made now
     * @param all how many moves run at once
     */
    Lanes(Executor threads, int patient, int notUrgent, int all) {
        this.threads = threads;
        this.patient = patient;
        this.notUrgent = notUrgent;
        this.all = all;
    }

    /** @param move a {@link Turn}; anything else can wait */
    @Override
    public void execute(Runnable move) {
        Turn turn = move instanceof Turn given ? given : new Patient(move);
        synchronized (this) {
            waiting.add(turn);
            try {
                start();
            } catch (RuntimeException | Error e) {
                if (waiting.remove(turn)) {
                    // no thread to be had: who gave it tries again
                    throw e;
                }
            }
        }
    }

    private void start() {
        Started next = next();
        while (next != null) {
            count(next.urgency, 1);
            try {
                threads.execute(next);
            } catch (RuntimeException | Error e) {
                count(next.urgency, -1);
                waiting.add(0, next.turn);
                throw e;
            }
            next = next();
        }
    }

    /** Takes the most urgent turn for which there is room. */
    private Started next() {
        if (running >= all) {
            return null;
        }
        Turn best = null;
        Urgency urgency = null;
        for (Turn turn : waiting) {
            Urgency now = turn.urgency();
            if (hasRoom(now) && (best == null || now.compareTo(urgency) < 0)) {
                best = turn;
                urgency = now;
                if (now == Urgency.NOW) {
                    break;
                }
            }
        }
        if (best == null) {
            return null;
        }
        waiting.remove(best);
        return new Started(best, urgency);
    }

    private boolean hasRoom(Urgency urgency) {
        return running < all
                && (urgency == Urgency.NOW || runningNotUrgent < notUrgent)
                && (!isPatient(urgency) || runningPatient < patient);
    }

    private static boolean isPatient(Urgency urgency) {
        return urgency == Urgency.AFTERWARDS || urgency == Urgency.LATER;
    }

    private void count(Urgency urgency, int more) {
        running += more;
        runningNotUrgent += urgency == Urgency.NOW ? 0 : more;
        runningPatient += isPatient(urgency) ? more : 0;
    }

    /** @return a move for which there was no other thread: the one that is free now makes it */
    private synchronized Started ended(Urgency urgency) {
        count(urgency, -1);
        try {
            start();
            return null;
        } catch (RejectedExecutionException e) {
            return null; // shut down
        } catch (RuntimeException | Error e) {
            Started next = next();
            if (next != null) {
                count(next.urgency, 1);
            }
            return next;
        }
    }

    private record Patient(Runnable move) implements Turn {
        @Override
        public Urgency urgency() {
            return Urgency.LATER;
        }

        @Override
        public void run() {
            move.run();
        }
    }

    private final class Started implements Runnable {
        private final Turn turn;
        private final Urgency urgency;

        Started(Turn turn, Urgency urgency) {
            this.turn = turn;
            this.urgency = urgency;
        }

        @Override
        public void run() {
            Started next = this;
            while (next != null) {
                try {
                    next.turn.run();
                } catch (RuntimeException | Error e) {
                    LOGGER.log(Level.SEVERE, "The owner of a release failed", e);
                }
                next = ended(next.urgency);
            }
        }
    }
}
