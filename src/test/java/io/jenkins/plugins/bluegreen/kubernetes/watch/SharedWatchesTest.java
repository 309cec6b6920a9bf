package io.jenkins.plugins.bluegreen.kubernetes.watch;

import static io.jenkins.plugins.bluegreen.kubernetes.GivenCluster.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.GivenCluster;
import io.jenkins.plugins.bluegreen.kubernetes.api.WatchRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("The watches")
class SharedWatchesTest {
    private final GivenCluster given = new GivenCluster();

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    @DisplayName("are three for any number of releases, six calls in all, and closed with the last of them")
    void shared() {
        given.applied(given.spec("1"), Color.BLUE);
        given.cluster.requests().clear();
        List<Subscription> releases = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            FabricGateway gateway = given.connection.gateway(NAMESPACE);
            releases.add(gateway.onChange(name -> true, () -> {}));
            assertTrue(gateway.workload("web-blue").exists());
            gateway.endpoints("web");
        }
        assertEquals(6, given.cluster.requests().count(), given.cluster.requests()::toString);
        given.cluster.await("three watches", () -> given.cluster.openWatches() == 3);
        releases.subList(1, 50).forEach(Subscription::close);
        assertEquals(3, given.cluster.openWatches());
        releases.get(0).close();
        releases.get(0).close();
        FabricGateway next = given.connection.gateway(NAMESPACE);
        Subscription nextRelease = next.onChange(name -> true, () -> {});
        assertTrue(next.workload("web-blue").exists());
        assertEquals(6, given.cluster.requests().count(), given.cluster.requests()::toString);
        nextRelease.close();
        assertEquals(3, given.cluster.openWatches());
        given.connection.close();
        given.cluster.await("no watch", () -> given.cluster.openWatches() == 0);
    }

    @Test
    @DisplayName("stay for a while after the last release, and as long as the next one")
    void stay() {
        long second = 1_000;
        try (KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(given.cluster.kubeconfig()))
                        .build();
                SharedWatches watches = new SharedWatches(client, new WatchRequests(), second)) {
            Subscription first = watches.subscribe(NAMESPACE, name -> true, () -> {});
            watches.in(NAMESPACE).pods().all();
            given.cluster.await("three watches", () -> given.cluster.openWatches() == 3);
            first.close();
            long ended = System.nanoTime();
            Subscription next = watches.subscribe(NAMESPACE, name -> true, () -> {});
            given.cluster.await("the time after the first", () -> System.nanoTime() - ended > second * 1_500_000);
            assertEquals(3, given.cluster.openWatches());
            next.close();
            assertEquals(3, given.cluster.openWatches());
            given.cluster.await("no watch", () -> given.cluster.openWatches() == 0);
        }
    }

    @Test
    @DisplayName("that have trouble are closed with the last release")
    void troubled() {
        Subscription release = given.gateway.onChange(name -> true, () -> {});
        given.gateway.workload("web-blue");
        given.cluster.await("three watches", () -> given.cluster.openWatches() == 3);
        given.cluster.deny("watch", "deployments");
        given.cluster.closeWatches();
        given.cluster.await("lists", () -> {
            given.gateway.workload("web-blue");
            return given.cluster.requests().count("list", "deployments") > 1;
        });
        release.close();
        given.cluster.await("no watch", () -> given.cluster.openWatches() == 0);
    }

    @Test
    @DisplayName("show Deployments, Pods and endpoints as they come and go")
    void follow() {
        assertFalse(given.gateway.workload("web-blue").exists());
        given.live("1");
        given.cluster.await("a rolled out Deployment", () -> {
            Workload workload = given.gateway.workload("web-blue");
            return workload.exists() && workload.deployment().isRolledOut() && workload.readyPods() == 2;
        });
        Workload workload = given.gateway.workload("web-blue");
        String hash = workload.deployment().specHash();
        assertEquals(given.pods(Color.BLUE), workload.podsOf(hash).stream().map(pod -> pod.name()).toList());
        assertEquals("shop/web:1", workload.deployment().image());
        given.cluster.await("endpoints", () -> given.gateway.endpoints("web").equals(given.pods(Color.BLUE)));
        assertEquals(given.pods(Color.BLUE), given.gateway.readyPods(Map.of("color", "blue", "app", "web")));
        given.cluster.as("kubectl").delete(NAMESPACE, "deployments", "web-blue");
        given.cluster.await("nothing", () -> !given.gateway.workload("web-blue").exists()
                && given.gateway.endpoints("web").isEmpty());
    }

    @Test
    @DisplayName("wake whom a change concerns")
    void wake() {
        AtomicInteger mine = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        Subscription web = given.gateway.onChange(name -> name.startsWith("web"), mine::incrementAndGet);
        Subscription api = given.gateway.onChange(name -> name.startsWith("api"), others::incrementAndGet);
        given.gateway.workload("web-blue");
        given.applied(given.spec("1"), Color.BLUE);
        given.cluster.await("a wake-up", () -> mine.get() > 0);
        web.close();
        api.close();
        assertEquals(0, others.get());
    }

    @Test
    @DisplayName("go on after the server closed them, after 410, and after it was away")
    void goOn() {
        given.applied(given.spec("1"), Color.BLUE);
        assertEquals(2, given.gateway.workload("web-blue").deployment().desired());
        given.cluster.closeWatches();
        scaledTo(3);
        given.cluster.stop();
        given.cluster.restart();
        scaledTo(4);
        given.cluster.deny("watch", "deployments");
        given.cluster.closeWatches();
        given.cluster.requests().clear();
        given.cluster.await("a refusal", () -> given.cluster.requests().count("watch", "deployments") > 0);
        given.cluster.allowAll();
        scaledTo(5);
    }

    private void scaledTo(int replicas) {
        given.cluster.as("kubectl").scale(NAMESPACE, "web-blue", replicas);
        given.cluster.await(
                "replicas " + replicas, Duration.ofSeconds(30), () -> given.gateway
                                .workload("web-blue")
                                .deployment()
                                .desired()
                        == replicas);
    }

    @Test
    @DisplayName("C20 that can't begin say so, and begin at the next look")
    void refused() {
        given.cluster.always(call -> call.is("list", "deployments"), Fault.internalError());
        ClusterException refusal = assertThrows(ClusterException.class, () -> given.gateway.workload("web-blue"));
        assertTrue(refusal.isTransient(), refusal::getMessage);
        given.cluster.clearFaults();
        assertFalse(given.gateway.workload("web-blue").exists());
        given.cluster.deny("list", "deployments");
        FabricGateway other = given.connection.gateway("other");
        ClusterException forbidden = assertThrows(ClusterException.class, () -> other.workload("web-blue"));
        assertEquals(ClusterException.Kind.FORBIDDEN, forbidden.kind(), forbidden::getMessage);
        assertTrue(forbidden.getMessage().contains("deployments"), forbidden::getMessage);
    }

    @Test
    @DisplayName("hold no managedFields")
    void slim() {
        given.applied(given.spec("1"), Color.BLUE);
        assertTrue(given.cluster.get(NAMESPACE, "deployments", "web-blue").at("/metadata").has("managedFields"));
        given.gateway.workload("web-blue");
        ReducedStore<ConfigMap> store = new ReducedStore<>();
        ConfigMap item = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("web")
                .addNewManagedField()
                .withManager("kubectl")
                .endManagedField()
                .endMetadata()
                .build();
        store.put("web", item);
        assertTrue(store.get("web").getMetadata().getManagedFields().isEmpty());
    }

    @Test
    @DisplayName("C54 no request of ours is sent again by itself")
    void noRetries() {
        given.cluster.always(Call::isWrite, Fault.internalError());
        given.cluster.always(call -> call.is("get", "services"), Fault.unavailable());
        assertThrows(ClusterException.class, () -> given.applied(given.spec("1"), Color.BLUE));
        assertThrows(ClusterException.class, () -> given.gateway.service("web"));
        assertEquals(2, given.cluster.requests().count(), given.cluster.requests()::toString);
    }
}
