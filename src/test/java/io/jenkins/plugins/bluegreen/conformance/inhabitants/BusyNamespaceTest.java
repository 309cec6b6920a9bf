package io.jenkins.plugins.bluegreen.conformance.inhabitants;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.Human;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("C87 In a namespace where a neighbour's Deployment changes all the time")
class BusyNamespaceTest {
    private static final int CHANGES = 100;
    private static final String NEIGHBOUR = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: neighbour}
            spec:
              replicas: 0
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
