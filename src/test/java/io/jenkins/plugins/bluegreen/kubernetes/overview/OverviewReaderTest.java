package io.jenkins.plugins.bluegreen.kubernetes.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The reader of the overview")
class OverviewReaderTest {
    private static final Predicate<Call> EVERYWHERE =
            call -> call.verb().equals("list") && call.namespace().isEmpty();

    private final EmbeddedCluster cluster = EmbeddedCluster.start();
    private final ClusterConnection connection = GivenConnection.open(cluster.kubeconfig());
    private final OverviewReader reader = new OverviewReader(1);

    @BeforeEach
    void namespaces() {
        for (String namespace : List.of("one", "two", "three")) {
            cluster.namespace(namespace);
            application(namespace, "web");
        }
        cluster.requests().clear();
    }

    @AfterEach
    void close() {
        connection.close();
        cluster.close();
    }

    /** An application as releases leave it, without Pods. */
    private void application(String namespace, String name) {
        cluster.as("jenkins-blue-green").apply(namespace, deployment(name, "blue") + "---\n" + deployment(name, "green")
                + """
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: %1$s
                  annotations:
                    blue-green.jenkins.io/color: green
                    blue-green.jenkins.io/revision: "7"
                    blue-green.jenkins.io/previous-deployment: %1$s-blue
                spec:
                  selector: {app: %1$s, color: green}
                  ports: [{port: 80}]
                """.formatted(name));
    }

    private static String deployment(String name, String color) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: %1$s-%2$s
                  labels: {blue-green.jenkins.io/app: %1$s, blue-green.jenkins.io/side: %2$s}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: %1$s, color: %2$s}}
                  template:
                    metadata: {labels: {app: %1$s, color: %2$s}}
                    spec: {containers: [{name: web, image: "shop/web:1"}]}
                """.formatted(name, color);
    }

    private ClusterView read(List<String> named, Predicate<String> allowed) {
        return reader.read(connection.api(), named, allowed).join();
    }

    private static List<String> namespaces(ClusterView view) {
        return view.applications().stream().map(ApplicationView::namespace).toList();
    }

    @Test
    @DisplayName("reads all namespaces by three lists, and shows those that are allowed")
    void everywhere() {
        ClusterView view = read(List.of(), namespace -> !namespace.equals("three"));
        assertEquals(List.of("one", "two"), namespaces(view));
        assertTrue(view.everywhere());
        assertEquals(3, cluster.requests().count(), cluster.requests()::toString);
    }

    @Test
    @DisplayName("reads the namespaces that are named where not all may be listed, and does not ask for all again soon")
    void named() {
        cluster.always(EVERYWHERE, new Fault.Answer(403, "Forbidden", "not for you", null));
        ClusterView view = read(List.of("one", "three"), namespace -> true);
        assertEquals(List.of("one", "three"), namespaces(view));
        assertFalse(view.everywhere());
        assertTrue(view.gaps().toString().contains("Shown: one, three."), view.gaps()::toString);
        int first = cluster.requests().count();
        // the refused list of Leases was taken for all of them: the Services and Deployments told it
        assertEquals(3 + 6, first, cluster.requests()::toString);
        read(List.of("one", "three"), namespace -> true);
        assertEquals(first + 6, cluster.requests().count(), cluster.requests()::toString);
    }

    @Test
    @DisplayName("shows the namespaces that may be read if one may not")
    void oneForbidden() {
        cluster.always(EVERYWHERE, new Fault.Answer(403, "Forbidden", "not for you", null));
        cluster.always(
                call -> call.is("list", "services") && call.namespace().equals("two"),
                new Fault.Answer(403, "Forbidden", "nor this", null));
        ClusterView view = read(List.of("one", "two", "three"), namespace -> true);
        assertEquals(List.of("one", "three"), namespaces(view));
        assertTrue(view.gaps().toString().contains("nor this"), view.gaps()::toString);
    }

    @Test
    @DisplayName("goes by the record of the Service where Leases may not be listed, and says so")
    void noLeases() {
        cluster.deny("list", "leases");
        cluster.as("jenkins-blue-green").patch(
                "one",
                "services",
                "web",
                "{\"metadata\":{\"annotations\":{\"blue-green.jenkins.io/phase\":\"MONITOR\"}}}");
        ClusterView view = read(List.of(), namespace -> true);
        assertEquals(List.of("one", "three", "two"), namespaces(view));
        assertEquals(
                ApplicationState.RELEASING, view.applications().get(0).states().get(0));
        assertEquals(1, view.gaps().size(), view.gaps()::toString);
    }

    @Test
    @DisplayName("C113 reads 200 applications by three lists, of which the Services need a second page")
    void many() {
        for (int i = 0; i < 197; i++) {
            application("one", "app-" + i);
        }
        for (int i = 0; i < 400; i++) {
            cluster.as("kubectl").apply("two", """
                    apiVersion: v1
                    kind: Service
                    metadata: {name: other-%d}
                    spec: {selector: {app: other}, ports: [{port: 80}]}
                    """.formatted(i));
        }
        cluster.requests().clear();
        long begun = System.nanoTime();
        ClusterView view = new OverviewReader().read(connection.api(), List.of(), namespace -> true).join();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        System.out.println("200 applications read in " + millis + " ms");
        assertEquals(200, view.applications().size());
        assertEquals(7, view.applications().get(9).revision());
        assertEquals(4, cluster.requests().count(), cluster.requests()::toString);
        assertEquals(2, cluster.requests().count("list", "services"));
    }

    @Test
    @DisplayName("C113 gives a cluster up that does not answer, and says what is the matter with one that refuses")
    void dead() {
        cluster.always(call -> true, Fault.stall(Duration.ofSeconds(3)));
        long begun = System.nanoTime();
        Throwable slow = assertThrows(CompletionException.class, () -> read(List.of(), namespace -> true)).getCause();
        assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(3), "a thread waited");
        assertTrue(slow instanceof TimeoutException || slow instanceof ClusterException, slow::toString);
        cluster.clearFaults();
        // each list is in time, and all of them together are not
        cluster.always(call -> true, Fault.stall(Duration.ofMillis(700)));
        slow = assertThrows(CompletionException.class, () -> read(List.of(), namespace -> true)).getCause();
        assertInstanceOf(TimeoutException.class, slow);
        cluster.clearFaults();

        cluster.stop();
        Throwable gone = assertThrows(CompletionException.class, () -> read(List.of(), namespace -> true)).getCause();
        assertInstanceOf(ClusterException.class, gone);
        assertTrue(gone.getMessage().contains("list"), gone.getMessage());
    }
}
