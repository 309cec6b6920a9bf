package io.jenkins.plugins.bluegreen.e2e.bench;

import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A benchmark on a real cluster. In turn, it measures switches by a typical {@code kubectl} script, releases with the
 * script's waits only, the same with a delay for routing before the old Pods go, and releases with the defaults; under
 * the same load, with the same image. Prints a table for {@code docs/measurements.md}. The exit code is 0 if releases
 * without waits were no slower than the script from "Pods ready" to "selector switched", and releases with the delay
 * lost no more requests than the script.
 */
public final class BenchE2e {
    private static final int SWITCHES = Integer.getInteger("switches", 5);
    private static final int ROUTING_DELAY = 3;
    private static final int DEFAULT_STABILIZE = 10;
    private static final int DEFAULT_DELAY = 30;

    private BenchE2e() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean held;
        try (RealCluster cluster = RealCluster.connect();
                KubectlScript script = new KubectlScript(cluster);
                PluginReleases same = new PluginReleases(cluster, 0, 0);
                PluginReleases routed = new PluginReleases(cluster, 0, ROUTING_DELAY);
                PluginReleases defaults = new PluginReleases(cluster, DEFAULT_STABILIZE, DEFAULT_DELAY)) {
            Map<String, Switching> all = new LinkedHashMap<>();
            all.put("`kubectl` script", script);
            all.put("plugin, `stabilize: 0, scaleDownDelay: 0`", same);
            all.put("plugin, `stabilize: 0, scaleDownDelay: " + ROUTING_DELAY + "`", routed);
            all.put("plugin, defaults", defaults);
            held = measure(cluster, all);
        }
        System.exit(held ? 0 : 1);
    }

    private static boolean measure(RealCluster cluster, Map<String, Switching> all)
            throws IOException, InterruptedException {
        Map<String, List<Measured>> results = new LinkedHashMap<>();
        for (Switching one : all.values()) {
            one.first();
        }
        for (int i = 1; i <= SWITCHES; i++) {
            for (Map.Entry<String, Switching> one : all.entrySet()) {
                Measured measured = Measured.of(cluster, one.getValue(), "v" + (i + 1));
                System.err.println(one.getKey() + " " + i + ": " + measured);
                results.computeIfAbsent(one.getKey(), name -> new ArrayList<>()).add(measured);
            }
        }
        System.out.println("| " + SWITCHES + " switches each, seconds as medians (worst) | start → switched |"
                + " start → all new | Pods ready → switched | API calls | requests | lost | connections reset |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|");
        results.forEach((name, measured) -> System.out.println(row(name, measured)));
        List<List<Measured>> rows = List.copyOf(results.values());
        boolean soon = median(rows.get(1), Measured::readyToSwitched) <= median(rows.get(0), Measured::readyToSwitched);
        int lostByScript = lost(rows.get(0));
        boolean safe = lost(rows.get(2)) <= lostByScript && lost(rows.get(3)) <= lostByScript;
        System.out.println("\nThe plugin was " + (soon ? "no slower" : "SLOWER")
                + " than the script from Pods ready to switched; with a delay it lost " + (safe ? "no more." : "MORE."));
        return soon && safe;
    }

    private static String row(String name, List<Measured> all) {
        boolean counted = all.stream().allMatch(measured -> measured.calls() != null);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %,d | %d | %d |",
                name,
                seconds(all, Measured::toSwitched),
                seconds(all, Measured::toAllNew),
                seconds(all, Measured::readyToSwitched),
                counted ? String.format(Locale.ROOT, "%.0f", median(all, Measured::calls)) : "not counted",
                all.stream().mapToInt(Measured::requests).sum(),
                lost(all),
                all.stream().mapToInt(Measured::resets).sum());
    }

    private static String seconds(List<Measured> all, ToDoubleFunction<Measured> value) {
        return String.format(
                Locale.ROOT, "%.2f (%.2f)", median(all, value), all.stream().mapToDouble(value).max().orElseThrow());
    }

    private static double median(List<Measured> all, ToDoubleFunction<Measured> value) {
        double[] sorted = all.stream().mapToDouble(value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static int lost(List<Measured> all) {
        return all.stream().mapToInt(Measured::lost).sum();
    }
}
