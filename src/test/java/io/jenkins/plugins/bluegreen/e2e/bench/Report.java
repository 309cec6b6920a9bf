package io.jenkins.plugins.bluegreen.e2e.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The tables, and the limits. The script comes first in each part, the plugin second. */
final class Report {
    static final String SCRIPT = "script";
    static final String PLUGIN = "plugin";

    /** Seconds. */
    private static final double MOST_READY_TO_SWITCHED = 0.1;
    private static final double MOST_CROWD_MEDIAN = 0.3;
    private static final double MOST_CROWD_WORST = 2;
    /** What a median of a few turns with probes once a second tells apart. */
    private static final double SAME = 0.1;

    private final Map<String, Map<String, List<Measured>>> alone = new LinkedHashMap<>();
    private final Map<String, CrowdTurns.Figures> crowds = new LinkedHashMap<>();
    private FailureTurns failures;
    private final List<String> missed = new ArrayList<>();
    private int applications;
    private int notMeasured;

    void add(String what, String who, Measured measured) {
        alone.computeIfAbsent(what, key -> new LinkedHashMap<>())
                .computeIfAbsent(who, key -> new ArrayList<>())
                .add(measured);
    }

    /** Adds a turn that failed. Returns how many have. */
    int notMeasured() {
        return ++notMeasured;
    }

    void failures(FailureTurns turns) {
        failures = turns;
    }

    void crowd(String who, int size, CrowdTurns.Figures figures) {
        applications = size;
        crowds.put(who, figures);
    }

    /** Prints everything. Returns false if a limit was missed on a quiet machine. */
    boolean print(Quiet quiet) {
        System.out.println("Seconds as medians (worst). " + quiet + ".");
        if (!alone.isEmpty()) {
            table("| | turns | start → switched | start → first answer | start → all answers |"
                    + " Pods ready → switched | Deployment ready → switched | API calls | requests | lost |"
                    + " connections reset |");
            alone.forEach((what, rows) -> rows.forEach((who, all) -> System.out.println(row(what + ", " + who, all))));
        }
        if (failures != null) {
            table(Failure.HEAD);
            failures.failures.forEach(failure -> System.out.println(failure.row()));
            missed.addAll(failures.problems);
        }
        if (!crowds.isEmpty()) {
            table("| " + applications + " applications at once | turns | start → last switched |"
                    + " Pod ready → switched | Deployment ready → switched | requests | lost |");
            crowds.forEach((who, figures) -> System.out.println(row(who, figures)));
        }
        judge();
        System.out.println();
        missed.forEach(limit -> System.out.println("MISSED: " + limit));
        if (missed.isEmpty()) {
            System.out.println("All limits were kept.");
        } else if (!quiet.isQuiet()) {
            System.out.println("The machine was not quiet, so this is no failure.");
        }
        return missed.isEmpty() || !quiet.isQuiet();
    }

    private static void table(String head) {
        int columns = head.split(" \\| ").length;
        System.out.println("\n" + head + "\n|---|" + "--:|".repeat(columns - 1));
    }

    private static String row(String name, List<Measured> all) {
        boolean counted = all.stream().allMatch(measured -> measured.calls() != null);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s | %s | %s | %s | %,d | %d | %d |",
                name,
                all.size(),
                seconds(all, Measured::toSwitched),
                seconds(all, Measured::toAnswered),
                seconds(all, Measured::toAll),
                seconds(all, Measured::podsReadyToSwitched),
                seconds(all, Measured::readyToSwitched),
                counted ? String.format(Locale.ROOT, "%.0f", median(all, Measured::calls)) : "not counted",
                all.stream().mapToInt(Measured::requests).sum(),
                lost(all),
                all.stream().mapToInt(Measured::resets).sum());
    }

    private static String row(String who, CrowdTurns.Figures figures) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s | %,d | %d |",
                who,
                figures.toLast().size(),
                seconds(figures.toLast()),
                seconds(figures.podsReadyToSwitched()),
                seconds(figures.readyToSwitched()),
                figures.requests(),
                figures.lost());
    }

    private void judge() {
        limit("turns that were not measured", notMeasured, 0);
        List<Measured> script = of("release", SCRIPT);
        List<Measured> plugin = of("release", PLUGIN);
        if (!script.isEmpty() && !plugin.isEmpty()) {
            double ready = median(plugin, Measured::podsReadyToSwitched);
            limit("release: Pods ready → switched", ready, MOST_READY_TO_SWITCHED);
            limit("release: Pods ready → switched, beside the script", ready,
                    median(script, Measured::podsReadyToSwitched));
        }
        script = of("rollback by hand", SCRIPT);
        plugin = of("rollback by hand", PLUGIN);
        if (!script.isEmpty() && !plugin.isEmpty()) {
            limit("rollback by hand: start → first answer, beside the script",
                    median(plugin, Measured::toAnswered), median(script, Measured::toAnswered) + SAME);
        }
        alone.forEach((what, rows) -> rows.forEach((who, all) -> {
            // nobody keeps the requests of Pods that crash
            if (!what.equals("crash") && !who.equals(SCRIPT)) {
                limit(what + ", " + who + ": lost", lost(all), 0);
            }
        }));
        CrowdTurns.Figures crowd = crowds.get(PLUGIN);
        if (crowd != null && !crowd.toLast().isEmpty()) {
            double[] ready = sorted(crowd.podsReadyToSwitched());
            limit("crowd: Pod ready → switched, median", median(ready), MOST_CROWD_MEDIAN);
            limit("crowd: Pod ready → switched, worst", ready[ready.length - 1], MOST_CROWD_WORST);
            limit("crowd: lost", crowd.lost(), 0);
        }
    }

    private List<Measured> of(String what, String who) {
        return alone.getOrDefault(what, Map.of()).getOrDefault(who, List.of());
    }

    private void limit(String what, double value, double most) {
        if (!(value <= most)) {
            missed.add(String.format(Locale.ROOT, "%s: %.3f, not at most %.3f", what, value, most));
        }
    }

    private static String seconds(List<Measured> all, ToDoubleFunction<Measured> value) {
        return seconds(all.stream().map(value::applyAsDouble).toList());
    }

    private static String seconds(List<Double> all) {
        double[] sorted = sorted(all);
        if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) {
            return "–";
        }
        return String.format(Locale.ROOT, "%.2f (%.2f)", median(sorted), sorted[sorted.length - 1]);
    }

    private static double median(List<Measured> all, ToDoubleFunction<Measured> value) {
        return median(sorted(all.stream().map(value::applyAsDouble).toList()));
    }

    private static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double[] sorted(List<Double> all) {
        return all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static int lost(List<Measured> all) {
        return all.stream().mapToInt(Measured::lost).sum();
    }
}
