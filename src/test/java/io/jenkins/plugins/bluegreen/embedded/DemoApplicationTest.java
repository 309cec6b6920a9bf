package io.jenkins.plugins.bluegreen.embedded;

import static io.jenkins.plugins.bluegreen.embedded.Samples.NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the demo application: environment, files, health, readiness, shutdown, and the Pod proxy. */
@Timeout(30)
class DemoApplicationTest {
    private final EmbeddedCluster cluster = Samples.cluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private String pod(String... env) {
        cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1", 1, env));
        cluster.awaitAvailable(NS, "backend-blue");
        return cluster.pods(NS, "").get(0);
    }

    private String proxy(String pod, int port, String path) {
        return "/api/v1/namespaces/esc/pods/" + pod + ":" + port + "/proxy" + path;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UP             | 200 | {"status":"UP"}
            DOWN           | 503 | "db":{"status":"DOWN"
            OUT_OF_SERVICE | 503 | "OUT_OF_SERVICE"
            DETAIL         | 200 | "components":{"db":{"status":"DOWN"}
            NESTED         | 200 | "replica":{"status":"OUT_OF_SERVICE"}
            TEXT           | 200 | UP
            HTML           | 200 | <!doctype html>
            ERROR          | 500 | internal error
            """)
    void healthThroughTheProxy(String health, int status, String body) throws Exception {
        String pod = pod("{name: HEALTH, value: '" + health + "'}");
        HttpResponse<String> answer = Samples.get(cluster.url() + proxy(pod, 8080, "/actuator/health"));
        assertEquals(status, answer.statusCode());
        assertTrue(answer.body().contains(body), answer.body());
    }

    @Test
    void aRedirectIsPassedThroughAndAnUnreachablePortIs503() throws Exception {
        String pod = pod("{name: HEALTH, value: REDIRECT}");
        HttpResponse<String> redirect = Samples.get(cluster.url() + proxy(pod, 8080, "/actuator/health"));
        assertEquals(302, redirect.statusCode());
        assertEquals("/login", redirect.headers().firstValue("Location").orElse(""));
        HttpResponse<String> nobody = Samples.get(cluster.url() + proxy(pod, 9999, "/"));
        assertEquals(503, nobody.statusCode());
        assertTrue(nobody.body().contains("\"reason\":\"ServiceUnavailable\""), nobody.body());
        assertTrue(nobody.body().contains("error trying to reach service: dial tcp 10.244.0."), nobody.body());
        assertTrue(nobody.body().contains(":9999: connect: connection refused"), nobody.body());
    }

    @Test
    void environmentAndFilesOfConfigMapsAndSecrets() throws Exception {
        cluster.as("kubectl").apply(NS, """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {GREETING: hello, site.conf: 'server_name example.com;'}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: password}
                stringData: {PASSWORD: swordfish}
                """);
        cluster.as("kubectl").apply(NS, Samples.deployment("web", "blue", "esc/web:2.0", 1, "{name: WHO, value: '$(COLOR) sky'}",
                "{name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}",
                "{name: P, valueFrom: {secretKeyRef: {name: password, key: PASSWORD}}}")
                + """
                        envFrom: [{configMapRef: {name: settings}, prefix: S_}]
                        volumeMounts: [{name: conf, mountPath: /etc/nginx/conf.d}, {name: all, mountPath: /etc/all}]
                      volumes:
                      - {name: conf, configMap: {name: settings, items: [{key: site.conf, path: default.conf}]}}
                      - {name: all, projected: {sources: [{secret: {name: password}}, {configMap: {name: settings}}]}}
                """);
        cluster.awaitAvailable(NS, "web-blue");
        String pod = cluster.pods(NS, "").get(0);
        String url = cluster.podUrl(NS, pod);
        assertEquals("hello", Samples.get(url + "/env?name=S_GREETING").body());
        assertEquals("blue sky", Samples.get(url + "/env?name=WHO").body());
        assertEquals(pod, Samples.get(url + "/env?name=POD").body());
        assertEquals("swordfish", Samples.get(url + "/env?name=P").body());
        assertEquals("swordfish", Samples.get(url + "/file?path=/etc/all/PASSWORD").body());
        assertEquals(404, Samples.get(url + "/file?path=/etc/passwd").statusCode());
        assertEquals("2.0 " + pod + "\nserver_name example.com;", Samples.get(url + "/").body());
    }

    @Test
    void aPodThatFlapsIsNowReadyAndNowNot() {
        cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1", 1, "{name: READY, value: 'flap:300ms'}")
                .replace("periodSeconds: 1}", "periodSeconds: 1, failureThreshold: 1}"));
        for (String status : new String[] {"True", "False", "True"}) {
            cluster.await("Ready " + status, () -> cluster.list(NS, "pods").stream().flatMap(p -> Json.items(p, "status", "conditions").stream())
                    .anyMatch(c -> Json.text(c, "type").equals("Ready") && Json.text(c, "status").equals(status)));
        }
    }

    @Test
    void aPodThatIgnoresSigtermIsKilledAfterItsGrace() {
        cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1", 1, "{name: SHUTDOWN, value: ignore}")
                + "      terminationGracePeriodSeconds: 1\n");
        cluster.awaitAvailable(NS, "backend-blue");
        String pod = cluster.pods(NS, "").get(0);
        long begin = System.nanoTime();
        cluster.as("kubectl").delete(NS, "pods", pod);
        cluster.await("gone", () -> cluster.get(NS, "pods", pod) == null);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(took.toMillis() >= 900 && took.toMillis() < 5000, took.toString());
    }

    @Test
    void aLeaseIsTakenByWhoeverKnowsItsResourceVersion() {
        cluster.as("one").apply(NS, "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: lock}, spec: {holderIdentity: one}}");
        var leases = cluster.client().leases().inNamespace(NS).withName("lock");
        var seen = leases.get();
        leases.patch(PatchContext.of(PatchType.JSON_MERGE),
                "{\"spec\":{\"holderIdentity\":\"two\",\"renewTime\":\"" + Json.nowMicro() + "\"}}");
        seen.getSpec().setHolderIdentity("three");
        KubernetesClientException refused = assertThrows(KubernetesClientException.class,
                () -> cluster.client().resource(seen).inNamespace(NS).update());
        assertEquals(409, refused.getCode());
        assertEquals("two", leases.get().getSpec().getHolderIdentity());
    }

    @Test
    void scaleByTheSubresource() {
        pod();
        cluster.client().apps().deployments().inNamespace(NS).withName("backend-blue").scale(0);
        cluster.await("no Pods", () -> cluster.list(NS, "pods").isEmpty());
        assertTrue(cluster.requests().count(call -> call.subresource().equals("scale")) > 0, cluster.requests().toString());
    }
}
