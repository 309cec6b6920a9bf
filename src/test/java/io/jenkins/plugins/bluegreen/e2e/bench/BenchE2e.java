package io.jenkins.plugins.bluegreen.e2e.bench;

import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A benchmark on a real cluster: this plugin's releases beside a {@code kubectl} script, in turns, under the same load,
 * with the same image. First one application alone: its release, a rollback by hand, an abort and a crash after the
 * switch. Then failures that both meet. Then a crowd, released at once. Prints tables for
 * {@code docs/measurements.md}. The exit code is 0 if all limits were kept, or the machine was not quiet.
 */
public final class BenchE2e {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int CROWD_ROUNDS = Integer.getInteger("crowdrounds", 3);
    private static final boolean FAILURES = Boolean.parseBoolean(System.getProperty("failures", "true"));
    private static final int MOST_APPLICATIONS = Integer.getInteger("crowd", 40);
    /** No round begins later. */
    private static final long MOST_MINUTES = Long.getLong("minutes", 20);
    /** The end of a turn that began before. */
    private static final long MOST_MINUTES_MORE = 6;
    private static final int MOST_NOT_MEASURED = 3;
    private static final int DEFAULT_STABILIZE = 10;
    private static final int DEFAULT_DELAY = 30;

    private static final String DEFAULTS = "plugin, defaults";

    private final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MOST_MINUTES);
    private final Quiet quiet = new Quiet();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Report report = new Report();

    private BenchE2e() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        BenchE2e bench = new BenchE2e();
        Thread closing = new Thread(bench::close, "closing");
        // the namespaces go even if this is interrupted
        Runtime.getRuntime().addShutdownHook(closing);
        Thread watchdog = new Thread(BenchE2e::endInTime, "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        boolean complete = false;
        try {
            bench.run();
            complete = true;
        } catch (Exception | AssertionError e) {
            e.printStackTrace();
        }
        boolean kept = bench.report.print(bench.quiet);
        System.exit(complete && kept ? 0 : 1);
    }

    private static void endInTime() {
        try {
            TimeUnit.MINUTES.sleep(MOST_MINUTES + MOST_MINUTES_MORE);
        } catch (InterruptedException e) {
            return;
        }
        System.err.println("Not over after " + (MOST_MINUTES + MOST_MINUTES_MORE) + " minutes.");
        System.exit(1);
    }

    private void run() throws IOException, InterruptedException {
        RealCluster cluster = opened(RealCluster.connect());
        if (ROUNDS > 0) {
            alone(cluster);
        }
        if (FAILURES) {
            FailureTurns turns = new FailureTurns(cluster);
            report.failures(turns);
            turns.run();
        }
        if (CROWD_ROUNDS > 0) {
            crowd(cluster);
        }
    }

    private void alone(RealCluster cluster) throws IOException, InterruptedException {
        Map<String, Turns> both = new LinkedHashMap<>();
        both.put(Report.SCRIPT, new Turns(cluster, opened(new KubectlScript(cluster))));
        both.put(Report.PLUGIN, new Turns(cluster, opened(new PluginReleases(cluster, 0, 0))));
        Turns defaults = new Turns(cluster, opened(new PluginReleases(cluster, DEFAULT_STABILIZE, DEFAULT_DELAY)));
        for (Turns turns : both.values()) {
            turns.first();
            // the first of all is slower: programs and classes are loaded
            turns.release();
        }
        defaults.first();
        turn("release", DEFAULTS, defaults::release);
        for (int round = 0; round < ROUNDS && inTime(); round++) {
            for (Map.Entry<String, Turns> one : both.entrySet()) {
                turn("release", one.getKey(), one.getValue()::release);
            }
            for (Map.Entry<String, Turns> one : both.entrySet()) {
                turn("rollback by hand", one.getKey(), one.getValue()::rollBack);
            }
            for (Map.Entry<String, Turns> one : both.entrySet()) {
                turn("abort", one.getKey(), one.getValue()::abort);
            }
            for (Map.Entry<String, Turns> one : both.entrySet()) {
                turn("crash", one.getKey(), one.getValue()::crash);
            }
        }
    }

    private interface Turn {
        Measured take() throws IOException, InterruptedException;
    }

    private void turn(String what, String who, Turn turn) throws IOException, InterruptedException {
        quiet.await();
        try {
            Measured measured = turn.take();
            System.err.println(what + ", " + who + ": " + measured);
            report.add(what, who, measured);
        } catch (IllegalStateException | ConditionTimeoutException e) {
            // on a busy machine Pods may crash before the switch
            System.err.println(what + ", " + who + ", not measured: " + e);
            if (report.notMeasured() > MOST_NOT_MEASURED) {
                throw e;
            }
        }
    }

    private void crowd(RealCluster cluster) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        // those that wait for their turn have a Pod each, and those whose turn it is two
        IntStream.rangeClosed(1, Math.min(MOST_APPLICATIONS, cluster.roomForPods() / 3))
                .forEach(number -> names.add("app-" + number));
        if (names.isEmpty()) {
            return;
        }
        Map<String, CrowdTurns> both = new LinkedHashMap<>();
        both.put(Report.SCRIPT, new CrowdTurns(cluster, opened(new CrowdOfScripts(cluster, names)), names));
        both.put(Report.PLUGIN, new CrowdTurns(cluster, opened(new CrowdOfReleases(cluster, names)), names));
        for (CrowdTurns turns : both.values()) {
            turns.first();
        }
        both.forEach((who, turns) -> report.crowd(who, names.size(), turns.figures));
        for (int round = 0; round < CROWD_ROUNDS && inTime(); round++) {
            for (Map.Entry<String, CrowdTurns> one : both.entrySet()) {
                quiet.await();
                one.getValue().release();
                System.err.println("crowd, " + one.getKey() + ": " + one.getValue().figures.toLast());
            }
        }
    }

    private boolean inTime() {
        return System.nanoTime() < end;
    }

    private synchronized <T extends AutoCloseable> T opened(T one) {
        open.push(one);
        return one;
    }

    private synchronized void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("Not cleaned up: " + e);
            }
        }
    }
}
