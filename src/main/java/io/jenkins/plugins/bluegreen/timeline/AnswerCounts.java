package io.jenkins.plugins.bluegreen.timeline;

import io.jenkins.plugins.bluegreen.timeline.Timeline.Answers;
import java.util.List;
import java.util.TreeMap;

/** The answers to probes, counted by the second; by two, four, … seconds when there are more than {@value #MOST}. */
final class AnswerCounts {
    static final int MOST = 300;

    private final TreeMap<Long, Answers> counts = new TreeMap<>();
    private long width = 1_000;

    void add(Answers given) {
        long at = given.at() - Math.floorMod(given.at(), width);
        counts.merge(
                at,
                new Answers(at, given.asked(), given.failed()),
                (before, more) -> new Answers(at, before.asked() + more.asked(), before.failed() + more.failed()));
        if (counts.size() > MOST) {
            width *= 2;
            List<Answers> finer = all();
            counts.clear();
            finer.forEach(this::add);
        }
    }

    /** All, in order of time. */
    List<Answers> all() {
        return List.copyOf(counts.values());
    }
}
