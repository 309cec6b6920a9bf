package io.jenkins.plugins.bluegreen.conformance.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.bluegreen.Sample;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * Runs many cases side by side, each on a cluster of its own; most of their time they wait. {@code -Dsweep=regex} runs
 * all cases whose names match the regular expression, and no others, so that a failed one can be repeated.
 */
final class Sweep {
    /** One case. */
    interface Case {
        /** Whether what was to be tried came up at all; an AssertionError says what went wrong. */
        boolean isMet() throws Exception;
    }

    private record Named(String name, Case tried) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Begun(String name, Future<Boolean> met) {}

    private static final int SHOWN = 10;
    private static final String WANTED = System.getProperty("sweep", "");
    private static final Pattern NAME = Pattern.compile(WANTED);

    private final ExecutorService threads;
    private final List<Named> cases = new ArrayList<>();
    private final List<Begun> begun = new ArrayList<>();

    /** @param atOnce how many cases run at a time */
    Sweep(int atOnce) {
        threads = Executors.newFixedThreadPool(atOnce);
    }

    Sweep add(String name, Case tried) {
        if (NAME.matcher(name).find()) {
            cases.add(new Named(name, tried));
        }
        return this;
    }

    /** Begins with all cases. */
    Sweep begin() {
        return begin(cases);
    }

    /** Begins with a sample of the cases, unless the run is a full one or asks for cases by name. */
    Sweep begin(int sample) {
        return begin(WANTED.isEmpty() ? Sample.of(cases, sample) : cases);
    }

    private Sweep begin(List<Named> chosen) {
        for (Named one : chosen) {
            begun.add(new Begun(one.name, threads.submit(one.tried::isMet)));
        }
        threads.shutdown();
        return this;
    }

    /**
     * Waits for all that were begun and prints {@code what: 40 tried, 0 promises broken, of 524 with -Dseed=1}.
     *
     * @return the cases in which a promise was broken, and how
     */
    List<String> end(String what) throws InterruptedException {
        int met = 0;
        List<String> broken = new ArrayList<>();
        for (Begun one : begun) {
            try {
                met += one.met.get() ? 1 : 0;
            } catch (ExecutionException e) {
                broken.add(one.name + "\n" + told(e.getCause()));
            }
        }
        int unmet = begun.size() - met - broken.size();
        System.out.println(what + ": " + (met + broken.size()) + " tried, " + broken.size() + " promises broken"
                + (unmet == 0 ? "" : ", " + unmet + " not met")
                + (begun.size() == cases.size() ? "" : ", of " + cases.size() + " " + Sample.seed()));
        return broken;
    }

    static void assertNone(List<String> broken) {
        assertEquals(
                0,
                broken.size(),
                () -> String.join("\n\n", broken.subList(0, Math.min(SHOWN, broken.size()))));
    }

    private static String told(Throwable problem) {
        StringBuilder text = new StringBuilder(problem.toString());
        // the promises are looked at when a case is over
        for (Throwable promises : problem.getSuppressed()) {
            text.append('\n').append(promises);
        }
        for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
            if (!(cause instanceof AssertionError)) {
                text.append("\nbecause of ").append(stackOf(cause));
            }
        }
        return text.toString();
    }

    private static String stackOf(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
