package io.jenkins.plugins.bluegreen.embedded;

import static io.jenkins.plugins.bluegreen.embedded.Samples.NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.embedded.pods.PodCall;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of a Service's loopback port: which Pod gets a new connection, and which keeps an open one. */
@Timeout(60)
class TrafficTest {
    private final EmbeddedCluster cluster = Samples.cluster();
    private String url;

    @BeforeEach
    void twoColours() {
        for (String color : List.of("blue", "green")) {
            cluster.as("kubectl").apply(NS, Samples.deployment("backend", color, "esc/backend:" + color, 2,
                    "{name: SHUTDOWN, value: graceful}"));
        }
        cluster.as("kubectl").apply(NS, Samples.service("backend", "blue"));
        cluster.awaitAvailable(NS, "backend-blue");
        cluster.awaitAvailable(NS, "backend-green");
        url = cluster.serviceUrl(NS, "backend") + "/";
        cluster.await("endpoints", () -> endpoints() == 2);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private long endpoints() {
        return cluster.list(NS, "endpointslices").stream().flatMap(s -> Json.items(s, "endpoints").stream())
                .filter(e -> e.at("/conditions/ready").asBoolean()).count();
    }

    private void select(String color) {
        cluster.as("kubectl").patchSelector(NS, "backend", Map.of("app", "backend", "color", color));
    }

    @Test
    void newConnectionsGoToBothPodsOfTheColour() throws Exception {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(Samples.get(url).body());
        }
        assertEquals(2, answers.stream().distinct().count(), answers.toString());
        assertTrue(answers.stream().allMatch(a -> a.startsWith("blue ")), answers.toString());
    }

    @Test
    void noRequestIsLostOverTwentySwitches() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        List<String> lost = new CopyOnWriteArrayList<>();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            boolean keepAlive = i % 2 == 0;
            clients.submit(() -> {
                HttpClient http = HttpClient.newHttpClient();
                while (!over.get()) {
                    try {
                        String answer = keepAlive ? http.send(HttpRequest.newBuilder(URI.create(url)).build(),
                                HttpResponse.BodyHandlers.ofString()).body() : shortConnection();
                        answered.incrementAndGet();
                        if (!answer.contains("backend-")) {
                            lost.add(answer);
                        }
                    } catch (IOException e) {
                        lost.add(e.toString());
                    }
                }
                return null;
            });
        }
        for (int i = 0; i < 20; i++) {
            int before = answered.get();
            select(i % 2 == 0 ? "green" : "blue");
            cluster.await("traffic flows", () -> answered.get() > before + 50);
        }
        over.set(true);
        clients.shutdown();
        assertTrue(clients.awaitTermination(10, TimeUnit.SECONDS));
        assertEquals(List.of(), lost);
    }

    private String shortConnection() throws IOException {
        int port = URI.create(url).getPort();
        return new String(PodCall.send(port, "GET", "/", new byte[0], Duration.ofSeconds(5)).body());
    }

    @Test
    void anEstablishedConnectionStaysWhereItIsUntilThePodGoes() throws Exception {
        HttpClient keptAlive = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        String first = keptAlive.send(request, HttpResponse.BodyHandlers.ofString()).body();
        select("green");
        cluster.await("new ones go to green", () -> get().startsWith("green"));
        assertEquals(first, keptAlive.send(request, HttpResponse.BodyHandlers.ofString()).body());
        cluster.as("kubectl").scale(NS, "backend-blue", 0);
        cluster.await("blue is gone", () -> cluster.pods(NS, "color=blue").isEmpty());
        cluster.await("its connection too", () -> {
            try {
                return keptAlive.send(request, HttpResponse.BodyHandlers.ofString()).body().startsWith("green");
            } catch (IOException | InterruptedException e) {
                return false;
            }
        });
    }

    private String get() {
        try {
            return Samples.get(url).body();
        } catch (IOException | InterruptedException e) {
            return e.toString();
        }
    }

    @Test
    void aSlowRequestCompletesWhileItsPodShutsDownGracefully() throws Exception {
        CompletableFuture<HttpResponse<String>> slow = HttpClient.newHttpClient().sendAsync(
                HttpRequest.newBuilder(URI.create(url + "slow?for=2s")).build(), HttpResponse.BodyHandlers.ofString());
        cluster.await("the request has begun", () -> cluster.pods(NS, "color=blue").stream().anyMatch(this::busy));
        select("green");
        cluster.as("kubectl").delete(NS, "deployments", "backend-blue");
        assertTrue(slow.get(10, TimeUnit.SECONDS).body().startsWith("blue "));
    }

    private boolean busy(String pod) {
        try {
            return Samples.get(cluster.podUrl(NS, pod) + "/metrics").body().contains("in_flight 2");
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    @Test
    void withoutReadyEndpointsConnectionsAreReset() {
        cluster.as("kubectl").patchSelector(NS, "backend", Map.of("app", "nobody"));
        cluster.await("no endpoints", () -> endpoints() == 0);
        assertThrows(IOException.class, () -> Samples.get(url));
    }

    @Test
    void theRouteFollowsItsSliceAfterTheLag() throws Exception {
        cluster.routingLag(Duration.ofSeconds(2));
        select("green");
        cluster.await("the slice holds green", () -> cluster.list(NS, "endpointslices").toString().contains("backend-green"));
        assertTrue(shortConnection().startsWith("blue"), "routes lag behind");
        cluster.await("new connections go to green", () -> get().startsWith("green"));
    }

    @Test
    void aPodThatDrainsAsksItsClientsToClose() {
        cluster.setEnv(NS, cluster.pods(NS, "color=blue").get(0), "SHUTDOWN", "drain");
        cluster.setEnv(NS, cluster.pods(NS, "color=blue").get(0), "DRAIN", "2s");
        String pod = cluster.podUrl(NS, cluster.pods(NS, "color=blue").get(0));
        cluster.as("kubectl").delete(NS, "pods", cluster.pods(NS, "color=blue").get(0));
        cluster.await("Connection: close", () -> {
            try {
                return Samples.get(pod).headers().firstValue("connection").orElse("").equals("close");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
