package io.jenkins.plugins.bluegreen.embedded;

import static io.jenkins.plugins.bluegreen.embedded.Samples.NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of injected faults: the API server misbehaves when and how a test asks for it. */
@Timeout(30)
class MisbehaviourTest {
    private final EmbeddedCluster cluster = Samples.cluster();
    private final KubernetesClient client = cluster.client();

    @BeforeEach
    void aService() {
        cluster.as("kubectl").apply(NS, Samples.service("backend", "blue"));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Service read() {
        return client.services().inNamespace(NS).withName("backend").get();
    }

    private int code() {
        return assertThrows(KubernetesClientException.class, this::read).getCode();
    }

    @Test
    void theNthCallMeetsTheFaultAndTheOthersDoNot() {
        cluster.atCall(2, Fault.internalError());
        assertNotNull(read());
        assertEquals(500, code());
        assertNotNull(read());
        assertEquals(3, cluster.requests().count("get", "services"));
    }

    @Test
    void answersOfEveryKind() throws Exception {
        cluster.atCall(1, Fault.unauthorized());
        assertEquals(401, code());
        cluster.when(call -> call.is("get", "services"), 1, Fault.conflict());
        assertEquals(409, code());
        cluster.always(call -> call.verb().equals("get"), Fault.unavailable());
        assertEquals(503, code());
        assertEquals(503, code());
        cluster.clearFaults();
        cluster.atCall(1, Fault.tooManyRequests(Duration.ofMillis(1500)));
        HttpResponse<String> busy = Samples.get(cluster.url() + "/version");
        assertEquals(429, busy.statusCode());
        assertEquals("2", busy.headers().firstValue("Retry-After").orElse(""));
    }

    @Test
    void brokenConnections() {
        cluster.always(call -> call.verb().equals("get"), Fault.reset());
        assertThrows(KubernetesClientException.class, this::read);
        cluster.clearFaults();
        cluster.always(call -> call.verb().equals("get"), Fault.truncated());
        assertThrows(KubernetesClientException.class, this::read);
        cluster.clearFaults();
        assertNotNull(read());
    }

    @Test
    void anEffectWithoutAnswer() {
        cluster.always(call -> call.verb().equals("apply"), Fault.effectWithoutAnswer());
        HasMetadata other = Serialization.unmarshal(Samples.service("other", "blue"), HasMetadata.class);
        assertThrows(KubernetesClientException.class, () -> client.resource(other).inNamespace(NS).serverSideApply());
        assertNotNull(cluster.get(NS, "services", "other"));
    }

    @Test
    void aStalledCallHoldsUpNoOther() throws Exception {
        cluster.atCall(1, Fault.stall(Duration.ofSeconds(2)));
        CompletableFuture<Service> stalled = CompletableFuture.supplyAsync(this::read);
        cluster.await("the call came", () -> cluster.requests().count() == 1);
        assertNotNull(read());
        assertFalse(stalled.isDone(), "still stalled");
        assertNotNull(stalled.get(5, TimeUnit.SECONDS));
    }

    @Test
    void someoneElseActsBeforeOrAfterACall() {
        cluster.atCall(1, Fault.before(() -> cluster.as("kubectl").delete(NS, "services", "backend")));
        assertNull(read());
        cluster.atCall(1, Fault.after(() -> cluster.as("kubectl").apply(NS, Samples.service("backend", "blue"))));
        assertNull(read());
        assertNotNull(read());
    }

    @Test
    void aWatchIsTold410() throws Exception {
        // the client takes a watch for open a little before the server does
        CompletableFuture<Watcher.Action> open = new CompletableFuture<>();
        CompletableFuture<WatcherException> end = new CompletableFuture<>();
        client.services().inNamespace(NS).watch(new Watcher<Service>() {
            @Override
            public void eventReceived(Action action, Service service) {
                assertNotNull(action);
                open.complete(action);
            }

            @Override
            public void onClose(WatcherException cause) {
                end.complete(cause);
            }
        });
        open.get(10, TimeUnit.SECONDS);
        cluster.closeWatches();
        assertTrue(end.get(10, TimeUnit.SECONDS).isHttpGone());
    }

    @Test
    void anInformerSurvives410AndARestartOfTheApiServer() {
        try (var informer = client.services().inNamespace(NS).inform()) {
            cluster.closeWatches();
            cluster.as("kubectl").apply(NS, Samples.service("second", "blue"));
            cluster.await("seen after 410", () -> informer.getStore().list().size() == 2);
            cluster.stop();
            cluster.as("kubectl").apply(NS, Samples.service("third", "blue"));
            assertThrows(KubernetesClientException.class, this::read);
            cluster.restart();
            cluster.await("seen after the restart", () -> informer.getStore().list().size() == 3);
        }
    }

    @Test
    void aTokenMayBeRequired() {
        cluster.requireToken("another");
        assertEquals(401, code());
        cluster.requireToken(cluster.token());
        assertNotNull(read());
        assertTrue(cluster.kubeconfig().contains(cluster.url()));
    }

    @Test
    void observersSeeEveryWriteWithWhatWasBefore() {
        StringBuilder seen = new StringBuilder();
        cluster.onWrite((before, after, write) -> {
            if (!write.byCluster()) {
                seen.append(write.manager()).append(' ').append(write.verb()).append(' ')
                        .append(Json.text(before, "spec", "selector", "color")).append(' ')
                        .append(Json.text(after, "spec", "selector", "color")).append('\n');
            }
        });
        cluster.as("kubectl-patch").patchSelector(NS, "backend", Map.of("color", "green"));
        assertEquals("kubectl-patch update blue green\n", seen.toString());
    }

    @Test
    void prometheusAnswersWhatItWasTold() throws Exception {
        cluster.prometheus().answer("errors", 0.5).empty("none");
        String url = cluster.prometheus().url() + "/api/v1/query?query=";
        assertTrue(Samples.get(url + "errors").body().contains("\"0.5\""));
        assertTrue(Samples.get(url + "none").body().contains("\"result\":[]"));
        cluster.prometheus().fail(503);
        assertEquals(503, Samples.get(url + "errors").statusCode());
        assertEquals(3, cluster.prometheus().queries());
    }
}
