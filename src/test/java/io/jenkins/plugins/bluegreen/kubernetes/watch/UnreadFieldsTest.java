package io.jenkins.plugins.bluegreen.kubernetes.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Of the 2,000 Pods of a namespace that belong to others")
class UnreadFieldsTest {
    private static final int PODS = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private static String repeated(int times, String line) {
        return IntStream.range(0, times).mapToObj(line::formatted).collect(Collectors.joining());
    }

    /** A Pod as a cluster with a mesh and a tracing agent shows it. */
    private static Pod pod(int number) {
        String fields = repeated(40, "            \"f:field-%d\": {}, \n").replaceAll(", \n$", "");
        String yaml = """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: neighbour-7d9c5b8f6b-%1$05d
                  namespace: shop
                  uid: 0a1b2c3d-0000-4000-8000-%1$012d
                  resourceVersion: "%1$d"
                  labels: {app: neighbour, pod-template-hash: 7d9c5b8f6b, team: others}
                  annotations:
                    blue-green.jenkins.io/spec-hash: 0123456789abcdef
                    sidecar.istio.io/status: '{"initContainers":["istio-init"],"containers":["istio-proxy"],"volumes":["a","b","c"]}'
                    prometheus.io/scrape: "true"
                    kubectl.kubernetes.io/restartedAt: "2026-01-01T00:00:00Z"
                  ownerReferences:
                  - {apiVersion: apps/v1, kind: ReplicaSet, name: neighbour-7d9c5b8f6b, uid: u, controller: true}
                  managedFields:
                  - {manager: kube-controller-manager, operation: Update, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {%2$s}}
                  - {manager: kubelet, operation: Update, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {%2$s}}
                spec:
                  nodeName: node-7
                  serviceAccountName: neighbour
                  tolerations:
                  - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
                  - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
                  volumes:
                %3$s
                  containers:
                  - name: main
                    image: registry.example.com/others/neighbour:1.2.3
                    resources: {limits: {memory: 512Mi}, requests: {cpu: 100m}}
                    env:
                %4$s
                    volumeMounts:
                %5$s
                    readinessProbe: {httpGet: {path: /actuator/health/readiness, port: 8080}, periodSeconds: 5}
                    livenessProbe: {httpGet: {path: /actuator/health/liveness, port: 8080}, periodSeconds: 5}
                status:
                  phase: Running
                  podIP: 10.0.0.1
                  hostIP: 192.168.0.1
                  conditions:
                  - {type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}
                  - {type: PodScheduled, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}
                  containerStatuses:
                  - name: main
                    ready: true
                    restartCount: 3
                    state: {running: {startedAt: "2026-01-01T00:00:00Z"}}
                    lastState: {terminated: {exitCode: 137, reason: OOMKilled}}
                    image: registry.example.com/others/neighbour:1.2.3
                    imageID: registry.example.com/others/neighbour@sha256:0123456789012345678901234567890123456789012345678901234567890123
                    containerID: containerd://0123456789012345678901234567890123456789012345678901234567890123
                """.formatted(
                number,
                fields.replace("\n", "").strip(),
                repeated(4, "  - {name: volume-%d, configMap: {name: neighbour, items: [{key: a, path: b}]}}\n"),
                repeated(20, "    - {name: VARIABLE_%1$d, value: \"a value of the environment, number %1$d\"}\n"),
                repeated(4, "    - {name: volume-%1$d, mountPath: /etc/neighbour/%1$d, readOnly: true}\n"));
        return SERIALIZATION.unmarshal(yaml, Pod.class);
    }

    private static long bytes(Object object) {
        try {
            return JSON.writeValueAsBytes(object).length;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("a fourth is kept at most")
    void small() {
        long whole = 0;
        ReducedStore<Pod> store = new ReducedStore<>();
        for (int i = 0; i < PODS; i++) {
            Pod pod = pod(i);
            whole += bytes(pod);
            store.put(store.getKey(pod), pod);
        }
        long kept = store.values().mapToLong(UnreadFieldsTest::bytes).sum();
        System.out.println("watched: " + kept / 1024 + " KiB kept of " + whole / 1024 + " KiB of " + PODS + " Pods");
        assertEquals(PODS, store.size());
        assertTrue(kept * 4 <= whole, kept + " of " + whole + " bytes");
    }

    @Test
    @DisplayName("what a release reads stays")
    void read() {
        Pod whole = pod(1);
        Pod kept = pod(1);
        UnreadFields.removeFrom(kept);
        assertEquals(List.of("blue-green.jenkins.io/spec-hash"), new ArrayList<>(kept.getMetadata().getAnnotations().keySet()));
        assertEquals(whole.getMetadata().getLabels(), kept.getMetadata().getLabels());
        assertEquals(whole.getMetadata().getOwnerReferences(), kept.getMetadata().getOwnerReferences());
        assertEquals(whole.getMetadata().getResourceVersion(), kept.getMetadata().getResourceVersion());
        assertEquals(whole.getStatus().getConditions(), kept.getStatus().getConditions());
        assertEquals(whole.getStatus().getPodIP(), kept.getStatus().getPodIP());
        var before = whole.getStatus().getContainerStatuses().get(0);
        var after = kept.getStatus().getContainerStatuses().get(0);
        assertEquals(before.getState(), after.getState());
        assertEquals(before.getLastState(), after.getLastState());
        assertEquals(before.getRestartCount(), after.getRestartCount());
        var container = kept.getSpec().getContainers().get(0);
        assertEquals("registry.example.com/others/neighbour:1.2.3", container.getImage());
        assertEquals("512Mi", container.getResources().getLimits().get("memory").toString());
        assertEquals("node-7", kept.getSpec().getNodeName());
        assertTrue(container.getEnv().isEmpty() && kept.getSpec().getVolumes().isEmpty());
    }

    @Test
    @DisplayName("a slice keeps its readiness and its Pods")
    void slices() {
        EndpointSlice slice = SERIALIZATION.unmarshal("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                addressType: IPv4
                metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}}
                endpoints:
                - addresses: [10.0.0.1]
                  nodeName: node-7
                  conditions: {ready: true}
                  targetRef: {kind: Pod, name: web-a}
                """, EndpointSlice.class);
        UnreadFields.removeFrom(slice);
        assertEquals("web-a", slice.getEndpoints().get(0).getTargetRef().getName());
        assertTrue(slice.getEndpoints().get(0).getConditions().getReady());
        assertTrue(slice.getEndpoints().get(0).getAddresses().isEmpty());
        assertEquals("web", slice.getMetadata().getLabels().get("kubernetes.io/service-name"));
    }
}
