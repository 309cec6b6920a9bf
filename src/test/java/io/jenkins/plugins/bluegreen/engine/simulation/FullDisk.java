package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.Journal;
import io.jenkins.plugins.bluegreen.engine.Schedule;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The controller's disk, which is full for a while: nothing can be saved. */
public final class FullDisk implements Inhabitant {
    private static final long DAY_MILLIS = 86_400_000;
    private static final String TOLD = "no space left on device";

    private final Schedule schedule;
    private long fullUntil;

    public FullDisk(Schedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public void act(Schedule.Disturbance kind) {
        boolean forGood = schedule.cluster.random.nextInt(3) == 0;
        long millis = forGood ? DAY_MILLIS : schedule.cluster.random.nextLong(100, 90_000);
        schedule.tell("the disk is full for " + millis + " ms");
        fullUntil = schedule.cluster.time.now() + millis;
    }

    boolean isFull() {
        return schedule.cluster.time.now() < fullUntil;
    }

    /** A journal that writes to this disk. */
    public Journal before(Journal journal) {
        return state -> {
            if (isFull()) {
                schedule.tell("nothing is saved: " + TOLD);
                switch (schedule.cluster.random.nextInt(3)) {
                    case 0 -> throw new UncheckedIOException(new IOException(TOLD));
                    case 1 -> throw new IllegalStateException(TOLD);
                    default -> throw new ReleaseException(Sentence.verbatim(TOLD));
                }
            }
            journal.save(state);
        };
    }
}
