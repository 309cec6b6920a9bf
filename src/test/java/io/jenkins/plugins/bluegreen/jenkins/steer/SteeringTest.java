package io.jenkins.plugins.bluegreen.jenkins.steer;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.service.Controller;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("C112 A button")
class SteeringTest {
    @TempDir
    private Path home;

    private Given given;
    private Controller controller;
    private ClusterConnection connection;
    private final Application application = new Application();

    @BeforeEach
    void promoted() {
        given = Given.anApplication("backend").live(BLUE);
        given.release("v2");
        controller = new Controller(home, given.cluster.kubeconfig());
        connection = GivenConnection.open(given.cluster.kubeconfig());
    }

    @AfterEach
    void close() {
        controller.close();
        connection.close();
        given.close();
    }

    /** The application on the embedded cluster, with the releases of a controller without a Jenkins. */
    private final class Application implements Steering.Steered {
        @Override
        public String application() {
            return "backend";
        }

        @Override
        public String key() {
            return home.toString();
        }

        @Override
        public Sight look() {
            return Sight.read(connection.gateway(Given.NAMESPACE), Given.NAMESPACE, "backend");
        }

        @Override
        public ReleaseFacts running() {
            return controller.releases.running("prod", Given.NAMESPACE, "backend");
        }

        @Override
        public void start(Button button, Sight seen) throws IOException {
            String id = UUID.randomUUID().toString();
            ReleaseSpec spec = ReleaseSpec.in(Given.NAMESPACE, "user:anna/" + id)
                    .application("backend")
                    .user("anna")
                    .stabilizeSeconds(0)
                    .scaleDownDelaySeconds(0)
                    .lockTimeoutSeconds(seen.leaseIsLeft() ? 90 : 0)
                    .build();
            ReleaseFacts facts = ReleaseFacts.ofUser(id, "anna", "prod", null, System.currentTimeMillis());
            controller.releases.start(facts, new ReleaseState(spec, button.operation()));
        }

        @Override
        public void abort(String id, Sentence cause) {
            controller.releases.abort(id, cause);
        }
    }

    private List<String> press(Button button, String seen) throws IOException {
        return new Steering(application).press(button, seen, "anna");
    }

    private String seen() {
        return application.look().seen().text();
    }

    private ReleaseRecord recorded(int count) {
        Awaitility.await("record").atMost(60, TimeUnit.SECONDS).until(() -> records().size() >= count);
        return records().get(0);
    }

    private List<ReleaseRecord> records() {
        return controller.releases.history().of("prod", Given.NAMESPACE, "backend");
    }

    private void idle() {
        Awaitility.await("no release").atMost(10, TimeUnit.SECONDS).until(() -> application.running() == null);
    }

    /** A release of a build of this controller, which is watched for a minute. */
    private void building() throws IOException {
        ReleaseState state = given.prepared("v3", spec -> spec.monitor(MonitorSpec.lasting(60, 1)));
        controller.releases.start(
                new ReleaseFacts("b1", "shop/backend", 7, "prod", null, null, null, 1_000, List.of("Started by bob")),
                state,
                new SilentStep());
        // its manifests name the application
        Awaitility.await("application").atMost(10, TimeUnit.SECONDS).until(() -> application.running() != null);
    }

    @Test
    @DisplayName("rolls back what the user has seen; the way back is told before")
    void rollBack() throws IOException {
        Sight sight = application.look();
        assertEquals("green", sight.color());
        assertEquals(new Sight.Pods("backend-blue", sight.back().image(), 2, 0), sight.back());
        assertNull(Confirmation.problem(Button.ROLL_BACK, sight));
        try (Load traffic = given.traffic()) {
            assertEquals(List.of(), press(Button.ROLL_BACK, seen()));
            ReleaseRecord record = recorded(1);
            assertEquals("PROMOTED", record.outcome());
            assertEquals("ROLL_BACK", record.operation());
            assertEquals("blue", given.liveColor());
            Given.nothingLost(traffic);
        }
        idle();
        // a second press is of a page that is not up to date; looked at again, there is nothing to go back to
        assertNotNull(Confirmation.problem(Button.ROLL_BACK, application.look()));
        assertEquals(1, records().size());
    }

    @Test
    @DisplayName("does nothing when the page is stale, and says what has changed")
    void stale() throws IOException {
        String seen = seen();
        given.release("v3");
        List<String> refused = press(Button.ROLL_BACK, seen);
        assertTrue(refused.get(0).contains("The traffic is on blue now; the page showed green."), refused::toString);
        assertTrue(refused.get(1).contains("revision 3; the page showed"), refused::toString);
        assertTrue(refused.toString().contains("A rollback leads to backend-green now"), refused::toString);
        assertTrue(refused.get(refused.size() - 1).endsWith("Nothing was changed. Look again."), refused::toString);
        assertEquals(List.of(), records());
        assertEquals("blue", given.liveColor());
        assertNull(application.running());
        assertTrue(press(Button.ROLL_BACK, "").get(0).contains("does not say what was seen"));
        assertTrue(press(Button.ROLL_BACK, null).get(0).contains("does not say what was seen"));
    }

    @Test
    @DisplayName("pressed by many at once rolls back once; the others are told that a release is under way")
    void atOnce() throws Exception {
        String seen = seen();
        int users = 6;
        ExecutorService threads = Executors.newFixedThreadPool(users);
        CyclicBarrier together = new CyclicBarrier(users);
        List<Future<List<String>>> presses = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            Callable<List<String>> press = () -> {
                together.await();
                return press(Button.ROLL_BACK, seen);
            };
            presses.add(threads.submit(press));
        }
        int begun = 0;
        for (Future<List<String>> press : presses) {
            List<String> refused = press.get(60, TimeUnit.SECONDS);
            begun += refused.isEmpty() ? 1 : 0;
            assertTrue(
                    refused.isEmpty()
                            || refused.get(0).startsWith("Another user starts a release of backend right now.")
                            || refused.get(0).startsWith("A release of backend is under way.")
                            || refused.get(0).startsWith("The traffic is on blue now"),
                    refused::toString);
        }
        threads.shutdown();
        assertEquals(1, begun);
        assertEquals("PROMOTED", recorded(1).outcome());
        assertEquals("blue", given.liveColor());
        assertEquals(1, records().size());
    }

    @Test
    @DisplayName("is refused while a release of this controller, or of another one, is under way")
    void underWay() throws IOException {
        String seen = seen();
        building();
        assertEquals(
                List.of("A release of backend is under way. Nothing was changed. Wait for its end, or abort it."),
                press(Button.ROLL_BACK, seen));
        controller.releases.buildEnded("shop/backend", 7, null, "ABORTED");
        recorded(1);
        idle();
        lease("shop#9", Instant.now(), 60);
        assertTrue(press(Button.ROLL_BACK, seen()).get(0).startsWith("A release of backend is under way."));
        assertEquals("green", given.liveColor());
        assertEquals(1, records().size());
    }

    @Test
    @DisplayName("does not wait for the Lease of a controller that is lost, but until it has expired")
    void leaseLeft() throws IOException {
        lease("shop#9", Instant.now().minusSeconds(600), 1);
        assertTrue(application.look().leaseIsLeft());
        assertEquals(List.of(), press(Button.ROLL_BACK, seen()));
        assertEquals("PROMOTED", recorded(1).outcome());
        assertEquals("blue", given.liveColor());
    }

    private void lease(String holder, Instant renewed, int seconds) {
        given.cluster
                .as("another")
                .apply(Given.NAMESPACE, """
                        {apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: backend-blue-green},
                        spec: {holderIdentity: "%s", leaseDurationSeconds: %d, renewTime: "%s"}}"""
                        .formatted(holder, seconds, renewed));
    }

    @Test
    @DisplayName("brings an application back whose release nobody drives any more")
    void interrupted() throws IOException {
        building();
        Awaitility.await("switch").atMost(60, TimeUnit.SECONDS).until(() -> given.liveColor().equals("blue"));
        controller.close();
        given.cluster.as("admin").delete(Given.NAMESPACE, "leases", "backend-blue-green");
        controller = new Controller(home.resolve("another"), given.cluster.kubeconfig());
        Sight sight = application.look();
        assertEquals("MONITOR", sight.interrupted());
        assertNull(Confirmation.problem(Button.ROLL_BACK, sight));
        assertEquals(List.of(), press(Button.ROLL_BACK, sight.seen().text()));
        assertEquals("PROMOTED", recorded(1).outcome());
        assertEquals("green", given.liveColor());
        idle();
        assertEquals("", application.look().interrupted());
    }

    @Test
    @DisplayName("promotes what is held")
    void promote() throws IOException {
        given.hold("v3");
        Sight sight = application.look();
        assertEquals("backend-blue", sight.held().deployment());
        assertEquals(2, sight.held().ready());
        assertNotNull(Confirmation.problem(Button.ROLL_BACK, sight));
        assertEquals(List.of(), press(Button.PROMOTE, sight.seen().text()));
        ReleaseRecord record = recorded(1);
        assertEquals("PROMOTED", record.outcome());
        assertEquals(List.of("Started by user anna"), record.startedBy());
        assertEquals("blue", given.liveColor());
        idle();
        assertTrue(press(Button.PROMOTE, seen()).get(0).startsWith("Nothing of backend is held."));
    }

    @Test
    @DisplayName("discards what is held; the traffic stays")
    void discard() throws IOException {
        given.hold("v3");
        assertEquals(List.of(), press(Button.DISCARD, seen()));
        assertEquals("ROLL_BACK", recorded(1).operation());
        assertEquals("green", given.liveColor());
        assertEquals(0, given.replicas("backend-blue"));
        idle();
        assertNull(application.look().held());
    }

    @Test
    @DisplayName("aborts the release that the user has seen, and no other one")
    void abort() throws IOException {
        assertEquals(
                List.of("The release of backend is over, or another one runs now. Nothing was aborted."),
                press(Button.ABORT, "b1"));
        building();
        assertEquals(1, press(Button.ABORT, "another").size());
        assertEquals(List.of(), press(Button.ABORT, application.running().id()));
        ReleaseRecord record = recorded(1);
        assertEquals("ABORTED", record.outcome());
        assertTrue(record.message().contains("The release was aborted by anna."), record::message);
        assertEquals("green", given.liveColor());
    }
}
