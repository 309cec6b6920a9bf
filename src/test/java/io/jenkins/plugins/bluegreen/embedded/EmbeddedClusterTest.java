package io.jenkins.plugins.bluegreen.embedded;

import static io.jenkins.plugins.bluegreen.embedded.Samples.NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * End-to-end tests: a client applies a Deployment and a Service, Pods start, the Service answers, close ends
 * everything.
 */
@Timeout(60)
@Isolated("compares the threads of the JVM")
class EmbeddedClusterTest {

    @Test
    void aDeploymentAndAServiceAnswerThroughTheServicePort() throws Exception {
        try (EmbeddedCluster cluster = Samples.cluster()) {
            KubernetesClient client = cluster.client();
            client.load(Samples.stream(Samples.deployment("backend", "blue", "esc/backend:1.0", 2) + "---\n"
                    + Samples.service("backend", "blue"))).inNamespace(NS).serverSideApply();
            cluster.awaitAvailable(NS, "backend-blue");
            List<String> pods = cluster.pods(NS, "app=backend,color=blue");
            assertEquals(2, pods.size());

            String answer = Samples.get(cluster.serviceUrl(NS, "backend") + "/").body();
            assertTrue(answer.startsWith("1.0 backend-blue-"), answer);
            assertEquals("blue", Samples.get(cluster.podUrl(NS, pods.get(0)) + "/env?name=COLOR").body());
            assertTrue(client.pods().inNamespace(NS).withName(pods.get(0)).getLog().contains("version 1.0 on port 8080"));

            String proxied = client.raw("/api/v1/namespaces/esc/pods/http:" + pods.get(0) + ":8080/proxy/actuator/health");
            assertTrue(proxied.contains("\"status\":\"UP\""), proxied);
            assertEquals(1, cluster.requests().count("get", "pods/proxy"));
            assertEquals(1, cluster.requests().count("get", "pods/log"));
            assertEquals(2, cluster.requests().writes().size());
        }
    }

    @Test
    void anotherClusterGoesOnWithABackup() throws Exception {
        try (EmbeddedCluster cluster = Samples.cluster();
                EmbeddedCluster other = Samples.cluster()) {
            cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1.0", 2) + "---\n"
                    + Samples.service("backend", "blue"));
            cluster.awaitAvailable(NS, "backend-blue");
            other.restore(cluster.backup(NS));
            other.awaitAvailable(NS, "backend-blue");
            ObjectNode before = cluster.get(NS, "deployments", "backend-blue");
            ObjectNode after = other.get(NS, "deployments", "backend-blue");
            for (String same : new String[] {"/metadata/uid", "/metadata/generation", "/metadata/managedFields", "/spec"}) {
                assertEquals(before.at(same), after.at(same), same);
            }
            assertEquals(2, other.pods(NS, "app=backend,color=blue").size());
            assertTrue(Samples.get(other.serviceUrl(NS, "backend") + "/").body().startsWith("1.0 backend-blue-"));

            cluster.as("kubectl").scale(NS, "backend-blue", 0);
            assertEquals(2, other.get(NS, "deployments", "backend-blue").at("/spec/replicas").asInt());
        }
    }

    @Test
    void aWatchSeesEveryChangeInOrder() throws Exception {
        try (EmbeddedCluster cluster = Samples.cluster()) {
            List<String> seen = new CopyOnWriteArrayList<>();
            Watch watch = cluster.client().pods().inNamespace(NS).withLabel("color", "green").watch(new Watcher<Pod>() {
                @Override
                public void eventReceived(Action action, Pod pod) {
                    seen.add(action + " " + pod.getStatus().getPhase());
                }

                @Override
                public void onClose(WatcherException cause) {
                    seen.add("closed");
                }
            });
            cluster.as("kubectl").apply(NS, Samples.deployment("backend", "green", "esc/backend:1.0", 1));
            cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1.0", 1));
            cluster.awaitAvailable(NS, "backend-green");
            cluster.as("kubectl").delete(NS, "deployments", "backend-green");
            cluster.await("the Pod's end is seen", () -> seen.contains("DELETED Running"));
            watch.close();
            assertEquals("ADDED Pending", seen.get(0));
            assertTrue(seen.contains("MODIFIED Running"), seen.toString());
        }
    }

    @Test
    void deletingADeploymentDeletesReplicaSetAndPods() {
        try (EmbeddedCluster cluster = Samples.cluster()) {
            cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1.0", 2));
            cluster.awaitAvailable(NS, "backend-blue");
            cluster.client().apps().deployments().inNamespace(NS).withName("backend-blue").delete();
            cluster.await("all is gone", () -> cluster.list(NS, "pods").isEmpty() && cluster.list(NS, "replicasets").isEmpty());
        }
    }

    @Test
    void anythingInAnUnknownNamespaceIs404() {
        try (EmbeddedCluster cluster = Samples.cluster()) {
            StatusError refused = assertThrows(StatusError.class,
                    () -> cluster.as("kubectl").apply("nowhere", Samples.service("backend", "blue")));
            assertEquals("namespaces \"nowhere\" not found", refused.getMessage());
        }
    }

    @Test
    void manyClustersStartQuicklySideBySide() {
        Samples.cluster().close();
        long begin = System.nanoTime();
        try (EmbeddedCluster one = Samples.cluster(); EmbeddedCluster two = Samples.cluster()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            assertFalse(one.url().equals(two.url()));
            assertTrue(millis < 5000, "two clusters took " + millis + " ms");
        }
    }

    @Test
    void closeEndsEveryThread() throws Exception {
        Set<Thread> before = threads();
        try (EmbeddedCluster cluster = Samples.cluster()) {
            cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1.0", 2) + "---\n"
                    + Samples.service("backend", "blue"));
            cluster.awaitAvailable(NS, "backend-blue");
            cluster.prometheus().answer("up", 1);
            assertEquals(2, cluster.client().pods().inNamespace(NS).list().getItems().size());
        }
        for (Thread thread : threads()) {
            if (!before.contains(thread)) {
                thread.join(5000);
                assertFalse(thread.isAlive(), "still alive: " + thread);
            }
        }
    }

    /** All threads except those of the JDK and of libraries that outlive a cluster by design. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> !t.getName().startsWith("Okio Watchdog")
                && !t.getName().startsWith("OkHttp TaskRunner") && !t.getName().startsWith("OkHttp ConnectionPool")
                && !t.getName().startsWith("HttpClient-")
                && t.getThreadGroup() != null && !t.getThreadGroup().getName().equals("system")
                && !t.getThreadGroup().getName().equals("InnocuousThreadGroup")).collect(Collectors.toSet());
    }
}
