package io.jenkins.plugins.bluegreen.jenkins.steer;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.timeline.Timeline;
import java.util.OptionalLong;

/** How long the Pods of an application needed to be ready, as its releases have measured it. */
public final class MeasuredTime {
    /** How many of the newest releases count: what is older says little, and each is read from the disk. */
    private static final int MOST = 20;

    private MeasuredTime() {}

    /**
     * How many Pods of a Deployment are to get the traffic.
     *
     * @param former how many it had before it was scaled down; 0: it was not
     * @param desired how many it has now
     * @param live how many the Deployment has that has the traffic
     */
    public static int wanted(int former, int desired, int live) {
        return Math.max(1, Math.max(Math.max(former, desired), live));
    }

    /**
     * Seconds until all Pods of a Deployment are ready: 0 if they are, else as {@link #untilReady} says.
     *
     * @param records of the application, the newest first
     */
    public static OptionalLong until(int ready, int wanted, String image, Iterable<ReleaseRecord> records) {
        return ready >= wanted ? OptionalLong.of(0) : untilReady(records, image);
    }

    /**
     * Seconds until Pods with this image are ready: those of its newest release that got so far, or else of the
     * application's newest one. Empty: none was measured.
     *
     * @param records the newest first
     */
    static OptionalLong untilReady(Iterable<ReleaseRecord> records, String image) {
        OptionalLong newest = OptionalLong.empty();
        int looked = 0;
        for (ReleaseRecord record : records) {
            OptionalLong measured = ready(record);
            if (measured.isPresent() && image.equals(record.image())) {
                return measured;
            }
            newest = newest.isPresent() ? newest : measured;
            if (++looked == MOST) {
                break;
            }
        }
        return newest;
    }

    private static OptionalLong ready(ReleaseRecord record) {
        return record.timeline().stretches().stream()
                .filter(stretch -> stretch.phase().equals(Phase.READY.name()))
                .filter(stretch -> !stretch.failed() && stretch.to() > stretch.from() && goesOn(record, stretch))
                .mapToLong(stretch -> (stretch.to() - stretch.from() + 999) / 1000)
                .findFirst();
    }

    /** Whether the release got beyond the phase: otherwise its Pods were not ready at its end. */
    private static boolean goesOn(ReleaseRecord record, Timeline.Stretch ready) {
        return record.timeline().stretches().stream()
                .anyMatch(next -> next.from() >= ready.to() && !isBack(next.phase()) && next != ready);
    }

    private static boolean isBack(String phase) {
        return phase.equals(Phase.ROLLBACK.name());
    }
}
