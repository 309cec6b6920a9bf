package io.jenkins.plugins.bluegreen.conformance.sweep;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C83, one by one: a network delivers a write after its release is over. */
class LateWritesTest {
    private static final String INTERNAL = Yaml.SERVICE.replace("  name: ${APP}\n", "  name: ${APP}-internal\n");
    private static final String INGRESS =
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: ${APP}
            spec:
              defaultBackend:
                service:
                  name: ${APP}-${COLOR}
                  port:
                    number: 80
            """;

    private final Given given = Given.anApplication("backend");

    @AfterEach
    void close() {
        given.close();
    }

    private static Predicate<Call> patch(String resource, String name) {
        return call -> call.is("patch", resource) && call.name().equals(name) && !call.dryRun();
    }

    private static void briefly(ReleaseSpec.Builder spec) {
        Given.watched(spec);
        spec.monitor(MonitorSpec.lasting(1, 1)).lockTimeoutSeconds(30);
    }

    private void assertPromoted(Released released) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
    }

    private ObjectNode live() {
        return given.cluster.get(NAMESPACE, "deployments", "backend-" + given.liveColor());
    }

    private String ingress() {
        return given.cluster.get(NAMESPACE, "ingresses", "backend").path("spec").toString();
    }

    private static void assertRefused(List<Call> late) {
        assertFalse(late.isEmpty());
        assertTrue(late.stream().allMatch(call -> call.status() == 409 || call.status() == 404), late::toString);
    }

    /** Releases v2. The n-th such call does not arrive, and the release is aborted then. */
    private Released abortedAt(Predicate<Call> lost) {
        CompletableFuture<Running> begun = new CompletableFuture<>();
        given.cluster.when(
                call -> {
                    boolean met = lost.test(call);
                    if (met) {
                        begun.join().abort();
                    }
                    return met;
                },
                1,
                Fault.unavailable());
        begun.complete(given.start("v2", spec -> {}));
        Released released = begun.join().end();
        assertEquals(Outcome.ABORTED, released.outcome(), released::story);
        return released;
    }

    /** Begins a release, whose process ends when it sends the n-th such call, which does not arrive. */
    private void deadAt(Predicate<Call> lost, int nth, Runnable before) {
        CompletableFuture<Void> dead = new CompletableFuture<>();
        given.cluster.when(lost, nth, Fault.before(() -> {
            given.cluster.requireToken("next");
            dead.complete(null);
        }));
        Running running = given.start("v2", LateWritesTest::briefly);
        before.run();
        dead.join();
        running.abandon();
        given.reconnected("next");
    }

    @Test
    @DisplayName("C83 all writes of the last release once more: refused, nothing changed")
    void ofTheLastRelease() {
        given.live(BLUE);
        assertPromoted(given.release("v2"));
        Instant begin = Instant.now();
        assertPromoted(given.release("v3"));
        ObjectNode before = live();
        ObjectNode service = given.cluster.get(NAMESPACE, "services", "backend");

        List<Call> late = given.cluster.deliverAgain(
                call -> !call.time().isBefore(begin) && !call.resource().equals("leases"));

        assertRefused(late);
        assertEquals(before, live());
        assertEquals(service, given.cluster.get(NAMESPACE, "services", "backend"));
        assertEquals("v3", given.version());
    }

    @Test
    @DisplayName("C83 the objects that a failed release created, once the same colour has the traffic: refused")
    void creations() {
        given.live(BLUE);
        Instant begin = Instant.now();
        Released failed = given.release("v2", spec -> spec.image("esc/app:missing"));
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
        Instant end = Instant.now();
        assertPromoted(given.release("v3"));
        ObjectNode before = live();

        List<Call> late = given.cluster.deliverAgain(call -> call.verb().equals("apply")
                && !call.time().isBefore(begin)
                && call.time().isBefore(end));

        assertRefused(late);
        assertEquals(before, live());
        assertEquals("v3", given.version());
    }

    @Test
    @DisplayName("C83 the scale-down of a colour that has the traffic again: refused, its Pods stay")
    void scaleDownOfWhatIsLiveAgain() {
        given.live(BLUE);
        assertPromoted(given.release("v2"));
        assertPromoted(given.rollBack());
        int replicas = given.replicas("backend-blue");

        assertRefused(given.cluster.deliverAgain(call -> call.is("patch", "deployments")));

        assertEquals(replicas, given.replicas("backend-blue"));
        assertEquals("v1", given.version());
    }

    @Test
    @DisplayName("C83 the deletion of a colour and its configuration, when it was made again: refused, all there")
    void deletion() {
        given.live(BLUE);
        assertPromoted(given.release("v2", spec -> spec.keepPrevious(KeepPrevious.DELETE)));
        assertPromoted(given.release("v3"));
        ObjectNode before = live();

        List<Call> late = given.cluster.deliverAgain(
                call -> call.verb().equals("delete") && !call.resource().equals("leases"));

        assertEquals(3, late.size(), late::toString);
        assertRefused(late);
        assertEquals(before, live());
        assertEquals("v3", given.version());
    }

    @Test
    @DisplayName("C83 a write is refused because the Deployment's annotations changed meanwhile: read again, and done")
    void changedMeanwhile() {
        given.live(BLUE);
        AtomicInteger changes = new AtomicInteger();
        given.cluster.when(
                call -> call.is("patch", "deployments"),
                1,
                Fault.before(() -> given.cluster
                        .as("kubectl-annotate")
                        .patch(
                                NAMESPACE,
                                "deployments",
                                "backend-blue",
                                "{\"metadata\":{\"annotations\":{\"seen\":\"%d\"}}}"
                                        .formatted(changes.incrementAndGet()))));

        Released released = given.release("v2");

        assertPromoted(released);
        assertEquals(1, changes.get());
        assertEquals(0, given.replicas("backend-blue"));
        assertEquals(
                List.of(409, 200),
                released.requests().calls().stream()
                        .filter(call -> call.is("patch", "deployments"))
                        .map(Call::status)
                        .toList());
    }

    @Test
    @DisplayName("C83 the switch of the second Service, when the release was aborted at it: refused, both stay")
    void switchOfTheSecondService() {
        given.and(INTERNAL).live(BLUE);
        abortedAt(patch("services", "backend-internal"));
        assertEquals("blue blue", given.liveColor() + " " + given.liveColor("backend-internal"));

        assertRefused(given.cluster.deliverAgain(patch("services", "backend-internal")));

        assertEquals("blue blue", given.liveColor() + " " + given.liveColor("backend-internal"));
    }

    @Test
    @DisplayName("C83 the switch of an Ingress, when the release was aborted at it: refused, it points where it did")
    void switchOfTheIngress() {
        given.and(INGRESS).live(BLUE);
        String before = ingress();
        Instant begin = Instant.now();
        abortedAt(call -> call.is("apply", "ingresses") && !call.dryRun());
        assertEquals(before, ingress());

        assertRefused(given.cluster.deliverAgain(
                call -> call.is("apply", "ingresses") && !call.time().isBefore(begin)));

        assertEquals(before, ingress());
    }

    @Test
    @DisplayName("C83 an interrupted release's scale-down of the old colour, after the next build rolled back: refused")
    void scaleDownBeforeATakeOver() {
        given.live(BLUE).pace = CrashSweepTest.PACE;
        deadAt(patch("deployments", "backend-blue"), 1, () -> {});
        given.sicken(GREEN);
        Released next = given.release("v2", LateWritesTest::briefly);
        assertEquals(Outcome.ROLLED_BACK, next.outcome(), next::story);

        assertRefused(given.cluster.deliverAgain(patch("deployments", "backend-blue")));

        assertEquals(2, given.replicas("backend-blue"));
        assertEquals("v1", given.version());
    }

    @Test
    @DisplayName("C83 an interrupted rollback's patch of the Service, once the next build retires the old colour: refused")
    void switchBackBeforeATakeOver() {
        given.live(BLUE).pace = CrashSweepTest.PACE;
        // the mark, the switch, and back
        deadAt(patch("services", "backend"), 3, () -> {
            given.cluster.await("the switch", () -> "green".equals(given.liveColor()));
            given.sicken(GREEN);
        });
        given.pods(GREEN).forEach(pod -> given.cluster.setHealth(NAMESPACE, pod, "UP"));
        Instant end = Instant.now();
        List<Call> late = new ArrayList<>();
        given.cluster.when(
                patch("deployments", "backend-blue"),
                1,
                Fault.after(() -> late.addAll(given.cluster.deliverAgain(
                        call -> patch("services", "backend").test(call) && call.time().isBefore(end)))));

        assertPromoted(given.release("v2", LateWritesTest::briefly));

        assertRefused(late);
        assertEquals("green", given.liveColor());
        assertEquals("v2", given.version());
    }
}
