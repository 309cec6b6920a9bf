package io.jenkins.plugins.bluegreen.jenkins.service;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("C112 A release that a user has started, without a build,")
class UsersReleasesTest {
    private static final String ID = "u1";
    private static final String HOLDER = "user:anna/u1@0123abcd";
    private static final String PAGE = "https://ci.example.com/blue-green/cluster/prod/esc/backend/";

    @TempDir
    private Path home;

    private Given given;
    private Controller controller;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @BeforeEach
    void promoted() {
        given = Given.anApplication("backend").live(BLUE);
        given.release("v2");
        controller = new Controller(home, given.cluster.kubeconfig());
    }

    @AfterEach
    void close() {
        controller.close();
        given.close();
    }

    private void rollBack(int scaleDownDelay) throws IOException {
        rollBack(0, scaleDownDelay);
    }

    private void rollBack(int stabilize, int scaleDownDelay) throws IOException {
        ReleaseSpec spec = ReleaseSpec.in(Given.NAMESPACE, HOLDER)
                .application("backend")
                .user("anna")
                .buildUrl(PAGE)
                .stabilizeSeconds(stabilize)
                .lockTimeoutSeconds(0)
                .scaleDownDelaySeconds(scaleDownDelay)
                .build();
        ReleaseFacts facts = ReleaseFacts.ofUser(ID, "anna", "prod", null, 1_000);
        controller.releases.start(facts, new ReleaseState(spec, Operation.ROLL_BACK));
        listen();
    }

    private void listen() {
        controller.releases.listen(ID, lines::add);
    }

    private void restart() {
        controller.close();
        lines.clear();
        controller = new Controller(home, given.cluster.kubeconfig());
        controller.releases.carryOn();
        listen();
    }

    private void saying(String text) {
        Awaitility.await(text)
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> lines.stream().anyMatch(line -> line.contains(text)));
    }

    private ReleaseRecord recorded() {
        Awaitility.await("record").atMost(60, TimeUnit.SECONDS).until(() -> !records().isEmpty());
        return records().get(0);
    }

    private List<ReleaseRecord> records() {
        return controller.releases.history().of("prod", Given.NAMESPACE, "backend");
    }

    private void nothingIsKept() {
        Awaitility.await("running/ is empty").atMost(10, TimeUnit.SECONDS).until(() -> {
            try (Stream<Path> files = Files.list(home.resolve("running"))) {
                return files.findAny().isEmpty();
            }
        });
        assertEquals(List.of(), controller.releases.running());
    }

    @Test
    @DisplayName("has the user in Lease, annotations and record, and leaves nothing behind")
    void user() throws IOException {
        rollBack(2);
        saying("RETIRE");
        assertEquals(
                HOLDER,
                given.cluster.list(Given.NAMESPACE, "leases").get(0).at("/spec/holderIdentity").asText());
        assertEquals(HOLDER, given.annotation("release"));
        assertEquals(PAGE, given.annotation("build-url"));
        assertEquals(ID, controller.releases.running("prod", Given.NAMESPACE, "backend").id());
        assertNull(controller.releases.running("prod", "other", "backend"));
        assertNull(controller.releases.running("prod", Given.NAMESPACE, "frontend"));
        assertNull(controller.releases.running("test", Given.NAMESPACE, "backend"));
        ReleaseRecord record = recorded();
        assertEquals("PROMOTED", record.outcome());
        assertEquals("ROLL_BACK", record.operation());
        assertEquals(List.of("Started by user anna"), record.startedBy());
        assertEquals("", record.job());
        assertEquals("blue", given.liveColor());
        nothingIsKept();
    }

    @Test
    @DisplayName("goes on after a restart, which finds no build of it and ends it not")
    void restarted() throws IOException {
        rollBack(4);
        saying("RETIRE");
        restart();
        controller.releases.buildEnded("", 0, Sentence.of("abort.buildGone"), "");
        assertEquals("PROMOTED", recorded().outcome());
        assertTrue(lines.stream().anyMatch(line -> line.contains("the release goes on in RETIRE")), lines::toString);
        assertEquals("blue", given.liveColor());
        assertEquals(0, given.replicas("backend-green"));
        nothingIsKept();
    }

    @Test
    @DisplayName("is aborted by a user, whom the record names, and brought back")
    void aborted() throws IOException {
        rollBack(60, 0);
        saying("READY");
        controller.releases.abort(ID, Sentence.of("abort.releaseByUser", "bob"));
        ReleaseRecord record = recorded();
        assertEquals("ABORTED", record.outcome());
        assertTrue(record.message().contains("The release was aborted by bob."), record::message);
        assertEquals("green", given.liveColor());
        nothingIsKept();
    }

    @Test
    @DisplayName("waits for no other release: it fails at once while another one holds the Lease")
    void leaseHeld() throws IOException {
        given.cluster
                .as("another")
                .apply(Given.NAMESPACE, """
                        {apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: backend-blue-green},
                        spec: {holderIdentity: shop#7, leaseDurationSeconds: 60}}""");
        rollBack(0);
        ReleaseRecord record = recorded();
        assertEquals("FAILED_BEFORE_SWITCH", record.outcome());
        assertTrue(record.message().contains("Lease backend-blue-green, which is held by shop#7"), record::message);
        assertEquals("green", given.liveColor());
    }
}
