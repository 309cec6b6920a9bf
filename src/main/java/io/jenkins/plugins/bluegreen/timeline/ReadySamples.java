package io.jenkins.plugins.bluegreen.timeline;

import io.jenkins.plugins.bluegreen.timeline.Timeline.Readiness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The numbers of ready Pods of each colour, at most {@value #MOST} of a colour: of the older ones every other goes. */
final class ReadySamples {
    static final int MOST = 150;

    private final Map<String, List<Readiness>> samples = new TreeMap<>();

    /** Adds one, unless it is the same as the one before. */
    void add(Readiness sample) {
        List<Readiness> all = samples.computeIfAbsent(sample.color(), any -> new ArrayList<>());
        Readiness last = all.isEmpty() ? null : all.get(all.size() - 1);
        if (last != null && last.ready() == sample.ready() && last.desired() == sample.desired()) {
            return;
        }
        all.add(sample);
        if (all.size() > MOST) {
            for (int i = MOST / 2; i > 0; i -= 2) {
                all.remove(i);
            }
        }
    }

    /** All, in order of time. */
    List<Readiness> all() {
        return samples.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(Readiness::at))
                .toList();
    }
}
