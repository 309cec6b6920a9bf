package io.jenkins.plugins.bluegreen.conformance.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
 * Many cases side by side, each on a cluster of its own; most of their time they wait. {@code -Dsweep=regex} runs only
 * the cases in whose names the regular expression finds something, so that one that failed can be repeated.
 */
final class Sweep {
    /** One case. */
    interface Case {
        /** Whether what was to be tried came up at all; an AssertionError says what went wrong. */
        boolean isMet() throws Exception;
    }

    private record Named(String name, Future<Boolean> met) {}

    private static final int SHOWN = 10;
    private static final Pattern WANTED = Pattern.compile(System.getProperty("sweep", ""));

    private final ExecutorService threads;
    private final List<Named> cases = new ArrayList<>();

    /** @param atOnce how many cases run at a time */
    Sweep(int atOnce) {
        threads = Executors.newFixedThreadPool(atOnce);
    }

    Sweep add(String name, Case tried) {
        if (WANTED.matcher(name).find()) {
            cases.add(new Named(name, threads.submit(tried::isMet)));
        }
        return this;
    }

    /**
     * Waits for all and prints {@code what: 412 tried, 0 promises broken}.
     *
     * @return the cases in which one was broken, and how
     */
    List<String> run(String what) throws InterruptedException {
        threads.shutdown();
        int met = 0;
        List<String> broken = new ArrayList<>();
        for (Named named : cases) {
            try {
                met += named.met.get() ? 1 : 0;
            } catch (ExecutionException e) {
                broken.add(named.name + "\n" + told(e.getCause()));
            }
        }
        int unmet = cases.size() - met - broken.size();
        System.out.println(what + ": " + (met + broken.size()) + " tried, " + broken.size() + " promises broken"
                + (unmet == 0 ? "" : ", " + unmet + " not met"));
        return broken;
    }

    /** The same, with nothing broken. */
    void assertKept(String what) throws InterruptedException {
        assertNone(run(what));
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
