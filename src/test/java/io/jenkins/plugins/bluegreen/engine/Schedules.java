package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.Sample;
import io.jenkins.plugins.bluegreen.engine.Schedule.Disturbance;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A series of random schedules, all from the seed of the run. */
final class Schedules {
    private final SplittableRandom source = new SplittableRandom(Sample.SEED);
    private final UnaryOperator<ClusterGateway> ports;
    private final Set<Disturbance> possible;
    private final Map<Outcome, Integer> outcomes = new TreeMap<>();
    private int tried;
    private Schedule last;

    Schedules(UnaryOperator<ClusterGateway> ports, Set<Disturbance> possible) {
        this.ports = ports;
        this.possible = possible;
    }

    /** The next schedule, at its end. */
    Schedule next() {
        tried++;
        last = RandomSchedule.of(source.split(), ports, possible);
        try {
            last.run();
        } catch (AssertionError e) {
            throw new AssertionError(last(), e);
        }
        for (SimulatedRelease release : last.releases) {
            if (release.result != null) {
                outcomes.merge(release.result.outcome(), 1, Integer::sum);
            }
        }
        return last;
    }

    int tried() {
        return tried;
    }

    /** The last schedule, and how to repeat it. */
    String last() {
        return "schedule " + tried + " " + Sample.seed() + ", " + last;
    }

    /** Prints how many there were. */
    void report(String name) {
        System.out.println(
                name + ": " + tried + " tried, 0 promises broken, " + Sample.seed() + ", ends " + outcomes);
    }
}
