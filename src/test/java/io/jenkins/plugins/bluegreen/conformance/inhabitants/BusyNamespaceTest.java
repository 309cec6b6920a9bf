package io.jenkins.plugins.bluegreen.conformance.inhabitants;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.Human;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.RequestLog;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
@DisplayName("C87 In a namespace where a neighbour's Deployment changes all the time")
class BusyNamespaceTest {
    private static final int CHANGES = 100;
    private static final int PER_SECOND = 50;
    /** How long a release waits: ten minutes with {@code -Dfull}. */
    private static final int SECONDS = Boolean.getBoolean("full") ? 600 : 10;

    private static final String NEIGHBOUR = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: neighbour}
            spec:
              replicas: 1
              selector: {matchLabels: {app: neighbour}}
              template:
                metadata: {labels: {app: neighbour}}
                spec:
                  containers: [{name: main, image: "neighbour:1"}]
            """;

    private final Given given = Given.anApplication("backend");

    @AfterEach
    void close() {
        given.close();
    }

    private enum Waiting {
        LEASE,
        READY,
        MONITOR;

        /** A release that waits here until it is aborted, and after it the one that it waits for. */
        private List<Running> begin(Given given) {
            given.pace = new Pace(5_000, 60_000, 300, 1_500, 15_000, 60_000, 0);
            given.live(BLUE);
            if (this == READY) {
                return List.of(given.start(
                                "v2", spec -> spec.image("esc/app:2-notready").timeoutSeconds(10 * SECONDS))
                        .saying("0 of 2 ready"));
            }
            Running monitored = given.start("v2", spec -> {
                        // a busy machine is no breach
                        spec.health(HealthCheck.actuator("/actuator/health", 8080)
                                        .withThresholds(1, 20)
                                        .withTiming(1, 10))
                                .monitor(MonitorSpec.lasting(10 * SECONDS, 1));
                    })
                    .inPhase(Phase.MONITOR);
            return this == MONITOR
                    ? List.of(monitored)
                    : List.of(
                            given.start("v3", spec -> spec.lockTimeoutSeconds(10 * SECONDS)).saying("is held by"),
                            monitored);
        }
    }

    @ParameterizedTest(name = "a release that waits in {0} makes as many calls as in a quiet one, but for a tenth")
    @EnumSource
    @Timeout(1_000)
    void asInAQuietNamespace(Waiting where) throws InterruptedException {
        try (Given quiet = Given.anApplication("backend")) {
            given.cluster.as("kubectl").apply(NAMESPACE, NEIGHBOUR);
            given.cluster.awaitAvailable(NAMESPACE, "neighbour");
            List<Running> inQuiet = where.begin(quiet);
            List<Running> inBusy = where.begin(given);
            String pod = given.cluster.pods(NAMESPACE, "app=neighbour").get(0);
            Human human = given.cluster.as("kubectl");
            int quietBefore = quiet.cluster.requests().mark();
            int busyBefore = given.cluster.requests().mark();
            AtomicInteger changes = new AtomicInteger();
            ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
            try {
                timer.scheduleAtFixedRate(() -> {
                    int n = changes.incrementAndGet();
                    String labels = "{\"metadata\": {\"labels\": {\"n\": \"" + n + "\"}}}";
                    human.patch(NAMESPACE, n % 2 == 0 ? "deployments" : "pods", n % 2 == 0 ? "neighbour" : pod, labels);
                }, 0, 1_000 / PER_SECOND, TimeUnit.MILLISECONDS);
                TimeUnit.SECONDS.sleep(SECONDS);
            } finally {
                timer.shutdownNow();
            }
            RequestLog amidChanges = given.cluster.requests().since(busyBefore);
            int calls = quiet.cluster.requests().since(quietBefore).count();
            assertFalse(inBusy.get(0).isOver(), () -> String.join("\n", inBusy.get(0).lines()));
            assertTrue(changes.get() >= SECONDS * PER_SECOND / 2, changes::toString);
            System.out.println("calls of a release that waits " + SECONDS + " s in " + where + ": " + calls
                    + " in a quiet namespace, " + amidChanges.count() + " amid " + changes + " changes");
            Stream.concat(inQuiet.stream(), inBusy.stream()).forEach(running -> running.abort().end());
            // a slow machine puts a look at the Pods, or a try, into one window and not into the other
            int more = calls / 10 + (SECONDS < 60 ? 10 : 0);
            assertTrue(amidChanges.count() <= calls + more, () -> calls + ", but\n" + amidChanges);
        }
    }

    /** How many of some calls are made while the neighbour's Deployment changes {@value #CHANGES} times, 50 a second. */
    private int callsAmidChanges(Predicate<Call> which) throws InterruptedException {
        Human human = given.cluster.as("kubectl");
        int before = given.cluster.requests().mark();
        CountDownLatch changes = new CountDownLatch(CHANGES);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            timer.scheduleAtFixedRate(() -> {
                String labels = "{\"metadata\": {\"labels\": {\"n\": \"" + changes.getCount() + "\"}}}";
                human.patch(NAMESPACE, "deployments", "neighbour", labels);
                changes.countDown();
            }, 0, 20, TimeUnit.MILLISECONDS);
            assertTrue(changes.await(60, TimeUnit.SECONDS));
        } finally {
            timer.shutdownNow();
        }
        return given.cluster.requests().since(before).count(which);
    }

    @Test
    @DisplayName("a release that waits for the Lease asks for it no more often")
    void waitsForTheLease() throws InterruptedException {
        given.cluster.as("kubectl").apply(NAMESPACE, NEIGHBOUR);
        given.live(BLUE);
        Running first = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
        Running second = given.start("v3", spec -> spec.lockTimeoutSeconds(60)).saying("is held by");
        int calls = callsAmidChanges(call -> call.is("create", "leases"));
        assertTrue(calls <= 2, () -> given.cluster.requests().toString());
        first.abort();
        assertEquals(Outcome.ABORTED, first.end().outcome());
        Released end = second.end();
        assertEquals(Outcome.PROMOTED, end.outcome(), end::story);
    }
}
