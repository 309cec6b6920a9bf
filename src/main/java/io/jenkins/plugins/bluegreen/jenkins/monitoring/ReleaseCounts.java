package io.jenkins.plugins.bluegreen.jenkins.monitoring;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts of the releases since the controller started. Thread-safe. */
public final class ReleaseCounts {
    private static final ReleaseCounts OF_CONTROLLER = new ReleaseCounts();

    private final Map<List<String>, Sum> outcomes = new LinkedHashMap<>();
    private final Map<List<String>, Sum> phases = new LinkedHashMap<>();
    private final Map<List<String>, Sum> rollbacks = new LinkedHashMap<>();
    private final Map<List<String>, List<String>> live = new LinkedHashMap<>();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Map<List<String>, Moment> ends = new LinkedHashMap<>();

    /** The controller's. */
    public static ReleaseCounts get() {
        return OF_CONTROLLER;
    }

    /**
     * A number of durations.
     *
     * @param labels the values of the labels, in the order that the method which gives it says
     * @param seconds all durations together
     */
    public record Sample(List<String> labels, long count, double seconds) {}

    /**
     * A point in time.
     *
     * @param labels the values of the labels, in the order that the method which gives it says
     * @param seconds since 1970
     */
    public record Moment(List<String> labels, double seconds) {}

    /** A listener that counts a release, of which there may be several one after the other. */
    public ReleaseEvents of(String id, String cluster) {
        return new Listener(id, cluster);
    }

    /** The releases that are not over, by cluster, namespace and application. */
    public synchronized Map<List<String>, Long> running() {
        return running.values().stream()
                .collect(Collectors.groupingBy(Running::application, LinkedHashMap::new, Collectors.counting()));
    }

    /**
     * When the releases that are not over entered their phases, by cluster, namespace, application and phase; the
     * earliest, where several are in the same.
     */
    public synchronized List<Moment> phaseStarts() {
        Map<List<String>, Double> starts = new LinkedHashMap<>();
        running.values().forEach(release -> starts.merge(
                joined(release.application, List.of(release.phase.name())), release.phaseStart, Math::min));
        return starts.entrySet().stream().map(start -> new Moment(start.getKey(), start.getValue())).toList();
    }

    /**
     * When the last release of each application ended, by cluster, namespace, application and outcome. One that
     * changed nothing does not count.
     */
    public synchronized List<Moment> lastEnds() {
        return List.copyOf(ends.values());
    }

    /**
     * Releases that are over, by cluster, namespace, application and outcome. Other outcomes of an application are 0:
     * Prometheus sees no increase in what begins with 1.
     */
    public List<Sample> outcomes() {
        return samples(outcomes);
    }

    /** Phases that are over, by cluster, namespace, application and phase. */
    public List<Sample> phases() {
        return samples(phases);
    }

    /**
     * Rollbacks, by cluster, namespace, application and reason: the key of the sentence that tells it, or {@code asked}
     * where a user or a build has asked for it. The seconds of the others are those until the traffic was back.
     */
    public List<Sample> rollbacks() {
        return samples(rollbacks);
    }

    /** What releases have brought live: cluster, namespace, application, colour, image and revision. */
    public synchronized List<List<String>> live() {
        List<List<String>> all = new ArrayList<>();
        live.forEach((application, what) -> all.add(joined(application, what)));
        return all;
    }

    private synchronized List<Sample> samples(Map<List<String>, Sum> sums) {
        return sums.entrySet().stream()
                .map(sum -> new Sample(sum.getKey(), sum.getValue().count, sum.getValue().millis / 1000.0))
                .toList();
    }

    private synchronized void add(Map<List<String>, Sum> sums, List<String> application, String label, long millis) {
        Sum sum = sums.computeIfAbsent(joined(application, List.of(label)), labels -> new Sum());
        sum.count++;
        sum.millis += millis;
    }

    private synchronized void setLive(List<String> application, List<String> what) {
        live.put(application, what);
    }

    private synchronized void runs(String id, Running release) {
        running.put(id, release);
        if (!release.application.get(2).isEmpty()) {
            for (Outcome outcome : Outcome.values()) {
                outcomes.computeIfAbsent(joined(release.application, List.of(outcome.name())), labels -> new Sum());
            }
        }
    }

    private synchronized void setEnd(List<String> application, Outcome outcome, long millis) {
        ends.put(application, new Moment(joined(application, List.of(outcome.name())), millis / 1000.0));
    }

    private synchronized void isOver(String id) {
        running.remove(id);
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    private record Running(List<String> application, Phase phase, double phaseStart) {}

    private static final class Sum {
        private long count;
        private long millis;
    }

    private final class Listener implements ReleaseEvents {
        private final String id;
        private final String cluster;

        Listener(String id, String cluster) {
            this.id = id;
            this.cluster = cluster;
        }

        @Override
        public void started(ReleaseView state, Phase phase) {
            runs(id, running(state, phase));
        }

        @Override
        public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
            runs(id, running(state, phase));
        }

        @Override
        public void ended(ReleaseView state, Phase phase, long millis, Sentence failure) {
            add(phases, application(state), phase.name(), millis);
        }

        @Override
        public void finished(ReleaseView state, ReleaseResult result) {
            isOver(id);
            List<String> application = application(state);
            add(outcomes, application, result.outcome().name(), result.millis());
            if (result.outcome() != Outcome.UNCHANGED) {
                setEnd(application, result.outcome(), state.clockNow());
            }
            if (result.outcome() == Outcome.ROLLED_BACK) {
                String reason = state.failure() == null ? "unknown" : state.failure().firstKey();
                add(rollbacks, application, reason, Math.max(0, result.rollbackMillis()));
            } else if (result.outcome() == Outcome.PROMOTED && state.operation() == Operation.ROLL_BACK) {
                add(rollbacks, application, "asked", result.millis());
            }
            Map<String, String> map = result.toMap();
            // the image and revision of a candidate that has no traffic are not what is live
            if (state.candidate() != null && result.color().equals(state.candidate().label())) {
                setLive(application, List.of(result.color(), map.get("image"), map.get("revision")));
            }
        }

        private Running running(ReleaseView state, Phase phase) {
            return new Running(application(state), phase, state.phaseStartedAt() / 1000.0);
        }

        private List<String> application(ReleaseView state) {
            String name = state.application() != null ? state.application() : state.spec().application();
            return List.of(cluster, state.spec().namespace(), name == null ? "" : name);
        }
    }
}
