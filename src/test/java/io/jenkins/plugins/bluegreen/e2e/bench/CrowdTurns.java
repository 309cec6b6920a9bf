package io.jenkins.plugins.bluegreen.e2e.bench;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.bluegreen.demo.Demo;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many applications that are released at once, and what each of their switches took. */
final class CrowdTurns {
    /** Until a pool of some threads has ended all releases; the machine may be busy. */
    static final int MOST_MINUTES = 4;

    private static final int PER_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(MOST_MINUTES);

    /** The applications of a namespace, each with one Pod. */
    interface Crowd extends AutoCloseable {
        /** Brings the first version of all live, as blue. */
        void first() throws IOException, InterruptedException;

        /** Brings the next version of all live, at once; returns when all switches are complete. */
        void next(String version) throws IOException, InterruptedException;

        String namespace();

        @Override
        void close();
    }

    /**
     * What was measured so far.
     *
     * @param podsReadyToSwitched for each switch: seconds from its Pod ready
     * @param readyToSwitched for each switch: seconds from when the Deployment said so
     * @param toLast for each turn: seconds from the beginning until the last switch
     */
    record Figures(
            List<Double> podsReadyToSwitched,
            List<Double> readyToSwitched,
            List<Double> toLast,
            List<LoadResult> loads) {
        Figures() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        int requests() {
            return loads.stream().mapToInt(LoadResult::requests).sum();
        }

        int lost() {
            return loads.stream().mapToInt(LoadResult::lost).sum();
        }
    }

    private final KubernetesClient client;
    private final Crowd crowd;
    private final List<String> applications;
    final Figures figures = new Figures();
    private int versions = 1;
    private Color live = Color.BLUE;

    CrowdTurns(RealCluster cluster, Crowd crowd, List<String> applications) {
        client = cluster.client();
        this.crowd = crowd;
        this.applications = applications;
    }

    void first() throws IOException, InterruptedException {
        crowd.first();
    }

    /** Releases all. */
    void release() throws IOException, InterruptedException {
        List<Load> loads = new ArrayList<>();
        try (Moments moments = Moments.of(client, crowd.namespace())) {
            client.services().inNamespace(crowd.namespace()).list().getItems().forEach(service ->
                    loads.add(Load.on("http://" + Demo.nodeHost() + ":"
                            + service.getSpec().getPorts().get(0).getNodePort() + "/")
                            .shortConnections(1).keepAlive(1)
                            .perSecond(Math.max(1, PER_SECOND / applications.size()))
                            .atMost(PATIENCE).start()));
            long begin = System.currentTimeMillis();
            crowd.next("v" + ++versions);
            live = live.other();
            await("the Pods without traffic to go").atMost(PATIENCE).until(() -> moments.isGone(live.other()));
            Thread.sleep(1_000);
            loads.forEach(load -> figures.loads.add(load.stop()));
            long last = begin;
            for (String application : applications) {
                long switched = moments.switchedTo(application, live);
                last = Math.max(last, switched);
                figures.podsReadyToSwitched.add(Measured.seconds(moments.podsReady(application, live), switched));
                figures.readyToSwitched.add(Measured.seconds(moments.complete(application, live), switched));
            }
            figures.toLast.add(Measured.seconds(begin, last));
        } finally {
            loads.forEach(Load::close);
        }
    }
}
