package io.jenkins.plugins.bluegreen.conformance.overview;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationState.BROKEN;
import static io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationState.DRIFTED;
import static io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationState.HELD;
import static io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationState.LIVE;
import static io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationState.NOT_LIVE;
import static io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationState.RELEASING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationView;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ClusterView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each state of an application. The reader knows nothing but the cluster, as another controller's would. */
class StatesTest {
    private final Given given = Given.anApplication("backend");

    @AfterEach
    void close() {
        given.close();
    }

    private ApplicationView backend() {
        ClusterView view = given.overview();
        assertTrue(view.everywhere());
        assertEquals(List.of(), view.gaps());
        assertEquals(1, view.applications().size(), view::toString);
        return view.applications().get(0);
    }

    @Test
    @DisplayName("C111 live: colours, image, revision, Pods, build, time, what a rollback brings back; by reads alone")
    void live() {
        Instant before = Instant.now();
        given.live(GREEN).reconnected();
        ApplicationView backend = backend();
        assertEquals(List.of(LIVE), backend.states(), backend::toString);
        assertEquals("esc", backend.namespace());
        assertEquals("backend", backend.name());
        assertEquals(List.of("backend"), backend.services());
        assertEquals(GREEN, backend.color());
        assertEquals("backend-green", backend.live().deployment());
        assertEquals(List.of(2, 2), List.of(backend.live().ready(), backend.live().desired()));
        assertEquals(given.annotation("image"), backend.image());
        assertEquals(2, backend.revision());
        assertEquals("https://jenkins.example.com/job/backend/2/", backend.buildUrl());
        assertTrue(!backend.since().isBefore(before), backend::toString);
        assertEquals("backend-blue", backend.idle().deployment());
        assertEquals(0, backend.idle().desired());
        assertEquals("backend-blue", backend.rollback().deployment());
        assertEquals(2, backend.rollback().former());
        assertEquals(List.of(), given.cluster.requests().writes());
        assertEquals(3, given.cluster.requests().count(), () -> given.cluster.requests().toString());
    }

    @Test
    @DisplayName("C111 releasing: who, since when, in which phase; a first one too, which has no Service yet")
    void releasing() {
        CountDownLatch first = new CountDownLatch(1);
        Running running = given.start("v1", spec -> {}, state -> first.await()).inPhase(Phase.TEST);
        ApplicationView backend = backend();
        assertEquals(List.of(RELEASING), backend.states(), backend::toString);
        assertNull(backend.color());
        assertEquals("https://jenkins.example.com/job/backend/1/", backend.release().buildUrl());
        first.countDown();
        running.end();

        CountDownLatch second = new CountDownLatch(1);
        running = given.start("v2", spec -> {}, state -> second.await()).inPhase(Phase.TEST);
        backend = backend();
        assertEquals(List.of(RELEASING), backend.states(), backend::toString);
        assertEquals(BLUE, backend.color());
        assertEquals(Phase.APPLY, backend.release().phase());
        assertEquals("our shop/build-2", backend.release().holder());
        assertNotNull(backend.release().since());
        assertNull(backend.rollback(), "not while a release is under way");
        second.countDown();
        running.end();
        assertEquals(List.of(LIVE), backend().states());
    }

    @Test
    @DisplayName("C111 held: the candidate, its image and its build")
    void held() {
        given.live(BLUE).hold("v2");
        ApplicationView backend = backend();
        assertEquals(List.of(HELD), backend.states(), backend::toString);
        assertEquals(GREEN, backend.held().color());
        assertEquals("https://jenkins.example.com/job/backend/2/", backend.held().buildUrl());
        assertEquals(BLUE, backend.color());
        assertEquals("backend-green", backend.idle().deployment());
        assertNull(backend.rollback(), "not while a candidate is held");
    }

    @Test
    @DisplayName("C111 a release that fails, or is held, is not what is live: its build and its time are not shown")
    void failed() {
        given.live(GREEN);
        Instant live = backend().since();
        given.environment("CRASH_AFTER", "20ms");
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, given.release("v3").outcome());
        given.environment("CRASH_AFTER", "60s");
        ApplicationView backend = backend();
        assertEquals(List.of(LIVE), backend.states(), backend::toString);
        assertEquals("https://jenkins.example.com/job/backend/2/", backend.buildUrl());
        assertTrue(!backend.since().isAfter(live), backend::toString);
        given.hold("v4");
        assertEquals("https://jenkins.example.com/job/backend/2/", backend().buildUrl());
        given.release("v5");
        assertEquals("https://jenkins.example.com/job/backend/5/", backend().buildUrl());
    }

    @Test
    @DisplayName("C111 rolled back: what is live, and nothing to go back to")
    void rolledBack() {
        given.live(GREEN).rollBack();
        ApplicationView backend = backend();
        assertEquals(List.of(LIVE), backend.states(), backend::toString);
        assertEquals(BLUE, backend.color());
        assertTrue(backend.rolledBack());
        assertNull(backend.rollback());
    }

    @Test
    @DisplayName("C111 drifted: another image, set by hand")
    void otherImage() {
        given.live(BLUE);
        given.cluster.as("kubectl-set").patch(
                Given.NAMESPACE,
                "deployments",
                "backend-blue",
                "{\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"app\":\"backend\"}}}}}");
        assertEquals(List.of(LIVE), backend().states(), "changes nothing");
        String containers = given.cluster
                .get(Given.NAMESPACE, "deployments", "backend-blue")
                .at("/spec/template/spec/containers")
                .toString()
                .replaceAll("\"image\":\"[^\"]*\"", "\"image\":\"esc/app:hotfix\"");
        given.cluster.as("kubectl-set").patch(
                Given.NAMESPACE,
                "deployments",
                "backend-blue",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":" + containers + "}}}}");
        ApplicationView backend = backend();
        assertTrue(backend.states().contains(DRIFTED), backend::toString);
        assertEquals("esc/app:hotfix", backend.image());
        assertEquals(
                "backend-blue runs esc/app:hotfix, but esc/app:2.0.1 was released.",
                backend.drift().get(0).toString());
    }

    @Test
    @DisplayName("C111 drifted: the traffic, moved by hand; no rollback from there")
    void moved() {
        given.live(GREEN).promisesMayBreak();
        given.cluster.as("kubectl-edit").patchSelector(
                Given.NAMESPACE, "backend", Map.of("app", "backend", "color", "blue"));
        ApplicationView backend = backend();
        assertEquals(List.of(BROKEN, DRIFTED), backend.states(), backend::toString);
        assertEquals(BLUE, backend.color());
        assertNull(backend.rollback());
        assertEquals(
                "Service backend: green was released, but its selector is \"app=backend,color=blue\","
                        + " as kubectl-edit has written it.",
                backend.drift().get(0).toString());
        assertEquals(
                "Service backend: no Pod of backend-blue is ready, 0 should be.",
                backend.broken().get(0).toString());
    }

    @Test
    @DisplayName("C111 drifted: any other field, by its manager, once a second has passed since the release")
    void otherField() throws InterruptedException {
        given.live(BLUE);
        Thread.sleep(1_100); // the times of field managers are of seconds
        given.cluster.as("kubectl").scale(Given.NAMESPACE, "backend-blue", 3);
        given.cluster.awaitAvailable(Given.NAMESPACE, "backend-blue");
        ApplicationView backend = backend();
        assertEquals(List.of(DRIFTED), backend.states(), backend::toString);
        String drift = backend.drift().toString();
        assertTrue(drift.contains("kubectl has changed spec.replicas of Deployment/backend-blue since"), drift);
        assertEquals(List.of(3, 3), List.of(backend.live().ready(), backend.live().desired()));
    }

    @Test
    @DisplayName("C111 broken: the live colour's Deployment is gone")
    void gone() {
        given.live(GREEN).promisesMayBreak();
        given.cluster.as("kubectl").delete(Given.NAMESPACE, "deployments", "backend-green");
        ApplicationView backend = backend();
        assertEquals(List.of(BROKEN), backend.states(), backend::toString);
        assertEquals("backend", backend.name());
        assertNull(backend.live());
        String broken = backend.broken().get(0).toString();
        assertTrue(broken.startsWith("Service backend selects \"app=backend,color=green\", and no Deployment"), broken);
        assertEquals("backend-blue", backend.rollback().deployment());
    }

    @Test
    @DisplayName("C111 broken: a release whose controller is gone; releasing, while its Lease may still be renewed")
    void interrupted() {
        given.live(GREEN).promisesMayBreak();
        Running running = given.start("v3", spec -> spec.monitor(MonitorSpec.lasting(60, 1))).inPhase(Phase.MONITOR);
        running.abandon();
        assertEquals(List.of(RELEASING), backend().states());
        assertNull(backend().rollback(), "not while a release is under way");
        assertEquals(Phase.MONITOR, backend().release().phase());
        EmbeddedCluster cluster = given.cluster;
        cluster.as("kubectl").delete(Given.NAMESPACE, "leases", "backend-blue-green");
        ApplicationView backend = backend();
        assertEquals(List.of(BROKEN), backend.states(), backend::toString);
        assertTrue(backend.broken().toString().contains("was interrupted in MONITOR"), backend::toString);
        cluster.as("kubectl").patch(
                Given.NAMESPACE,
                "services",
                "backend",
                "{\"metadata\":{\"annotations\":{\"blue-green.jenkins.io/phase\":\"ROLLBACK\"}}}");
        backend = backend();
        assertTrue(backend.broken().toString().contains("stopped halfway, in ROLLBACK"), backend::toString);
    }

    @Test
    @DisplayName("C111 a Lease that nobody renews any more is no release under way")
    void expired() {
        given.live(BLUE);
        given.cluster.as("other").apply(
                Given.NAMESPACE,
                """
                apiVersion: coordination.k8s.io/v1
                kind: Lease
                metadata:
                  name: backend-blue-green
                  annotations: {blue-green.jenkins.io/build-url: ""}
                spec:
                  holderIdentity: gone
                  leaseDurationSeconds: 30
                  renewTime: 2020-01-01T00:00:00.000000Z
                """);
        assertEquals(List.of(LIVE), backend().states());
    }

    @Test
    @DisplayName("C111 not live: what a failed first release has left")
    void leftOver() {
        given.release("v1", spec -> spec.image("esc/app:missing").timeoutSeconds(2));
        ApplicationView backend = given.overview().applications().get(0);
        assertEquals(List.of(NOT_LIVE), backend.states(), backend::toString);
        assertEquals("backend", backend.name());
    }

    @Test
    @DisplayName("C111 an application that ran without colours before: its former Deployment is what a rollback brings")
    void adopted() {
        given.runningWithoutColors("v0");
        given.release("v1", spec -> spec.adopt(true));
        given.cluster.requests().clear();
        ApplicationView backend = backend();
        assertEquals(List.of(LIVE), backend.states(), backend::toString);
        assertEquals("backend", backend.name());
        assertEquals("backend", backend.rollback().deployment(), backend::toString);
        assertEquals(4, given.cluster.requests().count(), () -> given.cluster.requests().toString());
    }

    @Test
    @DisplayName("C111 held beside an application that has no colours yet")
    void heldBesideNoColors() {
        given.runningWithoutColors("v0");
        given.startHold("v1", spec -> spec.adopt(true)).end();
        ApplicationView backend = backend();
        assertEquals(List.of(HELD), backend.states(), backend::toString);
        assertEquals("backend", backend.name());
        assertEquals("backend", backend.live().deployment(), backend::toString);
        assertEquals(2, backend.live().ready());
    }
}
