package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.charts.Capabilities;
import io.jenkins.plugins.bluegreen.kubernetes.charts.ChartSource;
import io.jenkins.plugins.bluegreen.kubernetes.charts.HelmChart;
import io.jenkins.plugins.bluegreen.kubernetes.charts.Rendering;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;

/** Renders the chart or the overlay of a release on the agent of its build. */
final class AgentCharts {
    /** So long an agent may take besides its programs. */
    private static final int SECONDS_BESIDES = 60;

    private AgentCharts() {}

    /**
     * Begins to render. Waits for no agent and no cluster.
     *
     * @param cluster what the release's cluster serves
     * @return to be given to {@link ManifestFiles#got}
     * @throws ReleaseException if there is no agent
     */
    static Future<TreeMap<String, String>> begin(
            ChartSource chart, String namespace, BuildAgent agent, Callable<Capabilities> cluster) {
        if (agent.workspace() == null || agent.launcher() == null) {
            throw new ReleaseException(Sentence.of("charts.noAgent", chart.title()));
        }
        return ReleaseThreads.get().onAgent(() -> texts(chart, namespace, agent, cluster));
    }

    private static TreeMap<String, String> texts(
            ChartSource chart, String namespace, BuildAgent agent, Callable<Capabilities> cluster) throws Exception {
        Watchdog watchdog = new Watchdog();
        try {
            Capabilities served =
                    chart instanceof HelmChart ? cluster.call() : new Capabilities("", List.of());
            Rendering rendering = Rendering.of(chart, namespace, served, new AgentPrograms(agent));
            for (Sentence remark : rendering.remarks()) {
                agent.log().getLogger().println(remark.masked(agent.secrets()::masked));
            }
            return rendering.texts();
        } catch (ReleaseException e) {
            throw new AbortException(e.sentence().masked(agent.secrets()::masked).toString());
        } catch (InterruptedException e) {
            if (watchdog.barked) {
                throw new AbortException(Sentence.of("charts.noAnswer", chart.title()).toString());
            }
            throw e;
        } finally {
            watchdog.end();
        }
    }

    /** Interrupts a thread that an agent keeps waiting, on which the programs' own time limit has no effect. */
    private static final class Watchdog {
        private final Thread watched = Thread.currentThread();
        private final ScheduledFuture<?> pending =
                Timer.get().schedule(this::bark, 2L * Rendering.SECONDS + SECONDS_BESIDES, TimeUnit.SECONDS);
        private boolean ended;
        private volatile boolean barked;

        private synchronized void bark() {
            if (!ended) {
                barked = true;
                watched.interrupt();
            }
        }

        synchronized void end() {
            ended = true;
            pending.cancel(false);
        }
    }
}
