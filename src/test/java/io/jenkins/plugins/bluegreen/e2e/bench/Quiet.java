package io.jenkins.plugins.bluegreen.e2e.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Waits for a quiet machine before each turn. What a machine does that never becomes quiet is not judged: other
 * programs decide there how long everything takes.
 */
final class Quiet {
    /** A cluster without work needs about a tenth of two cores. */
    private static final double MOST_BUSY = 0.4;
    private static final int WINDOW_MILLIS = 500;
    private static final int MOST_WINDOWS = 16;

    private final OperatingSystemMXBean machine =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final double loadAtFirst = machine.getSystemLoadAverage();
    private final List<Double> busy = new ArrayList<>();

    /** Returns as soon as most of the processors' time is free, or after some seconds. */
    void await() throws InterruptedException {
        machine.getCpuLoad();
        double least = 1;
        for (int i = 0; i < MOST_WINDOWS && least > MOST_BUSY; i++) {
            Thread.sleep(WINDOW_MILLIS);
            least = Math.min(least, machine.getCpuLoad());
        }
        if (least > MOST_BUSY && isQuiet()) {
            System.err.println("The machine is not quiet: nothing is judged.");
        }
        busy.add(least);
    }

    /** Whether it was quiet before every turn. */
    boolean isQuiet() {
        return busy.stream().allMatch(share -> share <= MOST_BUSY);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d processors, load %.1f at first and %.1f at the end; before %d of %d turns more than %.0f %% busy",
                machine.getAvailableProcessors(),
                loadAtFirst,
                machine.getSystemLoadAverage(),
                busy.stream().filter(share -> share > MOST_BUSY).count(),
                busy.size(),
                MOST_BUSY * 100);
    }
}
