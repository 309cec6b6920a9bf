package io.jenkins.plugins.bluegreen.kubernetes;

import static io.jenkins.plugins.bluegreen.kubernetes.GivenCluster.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("A write")
class FabricWriterTest {
    private final GivenCluster given = new GivenCluster();

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    @DisplayName("is one request for each object, behind one question to the fence")
    void oneRequestEach() {
        ReleaseSpec spec = given.spec("1");
        RenderedRelease release = given.rendered(spec, Color.BLUE);
        AtomicInteger questions = new AtomicInteger();
        List<ObjectRef> applied = new ArrayList<>();
        long generation = given.gateway.writer(questions::incrementAndGet).apply(spec, release, 3, applied::add);
        assertEquals(3, given.cluster.requests().count(), given.cluster.requests()::toString);
        assertEquals(3, questions.get());
        assertEquals(
                List.of("ConfigMap/web-blue", "Secret/web-blue", "Deployment/web-blue"),
                applied.stream().map(ObjectRef::toString).toList());
        assertEquals(1, generation);
        assertEquals(3, deployment("web-blue").path("spec").path("replicas").asInt());
    }

    @Test
    @DisplayName("of the same objects again changes nothing")
    void repeatable() {
        ReleaseSpec spec = given.spec("1");
        RenderedRelease release = given.applied(spec, Color.BLUE);
        assertEquals(1, given.writer().apply(spec, release, 2, object -> {}));
    }

    @Test
    @DisplayName("report 26: leaves no key of a Secret that was applied as stringData")
    void formerStringData() {
        ReleaseSpec spec = given.spec("1");
        RenderedRelease release = given.applied(spec, Color.BLUE);
        given.cluster.as(ApiServer.FIELD_MANAGER).serverSideApply(
                NAMESPACE,
                "apiVersion: v1\nkind: Secret\nmetadata: {name: web-blue}\nstringData: {PASSWORD: a, OLD: b}\n",
                true);
        given.writer().apply(spec, release, 2, object -> {});
        assertEquals(1, given.cluster.get(NAMESPACE, "secrets", "web-blue").path("data").size());
    }

    @Test
    @DisplayName("deletes no Deployment whose Pods get requests, whatever others did to it")
    void withTraffic() {
        given.live("1");
        given.cluster.await("endpoints", () -> given.gateway.endpoints("web").equals(given.pods(Color.BLUE)));
        String uid = deployment("web-blue").at("/metadata/uid").asText();
        given.cluster.as("kubectl").patch(
                NAMESPACE, "deployments", "web-blue", "{\"spec\":{\"template\":{\"spec\":{\"hostname\":\"x\"}}}}");
        given.applied(given.spec("1"), Color.BLUE);
        assertEquals(uid, deployment("web-blue").at("/metadata/uid").asText());
    }

    @Test
    @DisplayName("C83 that changes nothing else changes the version all the same, so that earlier ones are void")
    void changesTheVersion() {
        ServiceView service = given.live("1");
        JsonNode before = given.cluster.get(NAMESPACE, "configmaps", "web-blue");
        given.applied(given.spec("1"), Color.BLUE);
        JsonNode after = given.cluster.get(NAMESPACE, "configmaps", "web-blue");
        assertEquals(before.path("data"), after.path("data"));
        assertFalse(before.at("/metadata/resourceVersion").equals(after.at("/metadata/resourceVersion")));
        ServiceView again = given.writer().patchService(service, service.traffic(), service.record());
        assertFalse(service.resourceVersion().equals(again.resourceVersion()));
    }

    @Test
    @DisplayName("takes back what others did to a colour's own objects")
    void takesOver() {
        ReleaseSpec spec = given.spec("1");
        RenderedRelease release = given.applied(spec, Color.BLUE);
        given.cluster.as("kubectl").patch(NAMESPACE, "configmaps", "web-blue", "{\"data\":{\"GREETING\":\"hey\"}}");
        given.writer().apply(spec, release, 2, object -> {});
        assertEquals(
                "hello 1",
                given.cluster.get(NAMESPACE, "configmaps", "web-blue").at("/data/GREETING").asText());
    }

    @Test
    @DisplayName("of an object that both colours share leaves others' fields alone unless forced")
    void conflicts() {
        String shared = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, labels: {team: %s}}\n";
        given.cluster.as("helm").serverSideApply(NAMESPACE, shared.formatted("red"), false);
        ReleaseSpec spec = given.spec("1", builder -> builder.manifest("account.yaml", shared.formatted("blue")));
        ClusterException refusal =
                assertThrows(ClusterException.class, () -> given.applied(spec, Color.BLUE));
        assertEquals(ClusterException.Kind.CONFLICT, refusal.kind());
        assertTrue(refusal.getMessage().contains("ServiceAccount/web"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("helm"), refusal.getMessage());
        given.applied(
                given.spec("1", builder -> builder.manifest("account.yaml", shared.formatted("blue"))
                        .forceConflicts(true)),
                Color.BLUE);
        assertEquals(
                "blue",
                given.cluster
                        .get(NAMESPACE, "serviceaccounts", "web")
                        .at("/metadata/labels/team")
                        .asText());
    }

    @Test
    @DisplayName("switches selector, ports and annotations in one request")
    void switchesInOneRequest() {
        ServiceView service = given.live("1");
        given.cluster.requests().clear();
        Traffic traffic = new Traffic(
                Map.of("app", "web", "color", "green"), "[{\"name\":\"http\",\"port\":81,\"targetPort\":\"http\"}]");
        ServiceView switched = given.writer().patchService(service, traffic, GivenCluster.record(Color.GREEN));
        assertEquals(1, given.cluster.requests().count(), given.cluster.requests()::toString);
        assertEquals(Map.of("app", "web", "color", "green"), switched.traffic().selector());
        assertTrue(switched.traffic().ports().contains("81"), switched.traffic().ports());
        assertEquals(Color.GREEN, switched.record().color());
        assertEquals("jenkins-blue-green", switched.selectorManager());
        assertEquals(List.of("web"), switched.record().services());
    }

    @Test
    @DisplayName("of a selector removes the labels that it shall not have any more")
    void removesLabels() {
        ServiceView service = given.live("1");
        Traffic plain = new Traffic(Map.of("app", "web"), null);
        ServiceView adopted = given.writer().patchService(service, plain, service.record());
        assertEquals(Map.of("app", "web"), adopted.traffic().selector());
        assertEquals(service.traffic().ports(), adopted.traffic().ports());
    }

    @Test
    @DisplayName("C52 of a Service that somebody changed since is refused, and who changed it is known")
    void staleService() {
        ServiceView service = given.live("1");
        given.cluster.as("kubectl-patch").patchSelector(NAMESPACE, "web", Map.of("app", "web"));
        Traffic green = service.traffic().with("color", "green");
        assertConflict(() -> given.writer().patchService(service, green, service.record()));
        ServiceView now = given.gateway.service("web").orElseThrow();
        assertEquals(Map.of("app", "web"), now.traffic().selector());
        assertEquals("kubectl-patch", now.selectorManager());
        assertConflict(() -> {
            given.writer().deleteService(service);
            return null;
        });
    }

    @Test
    @DisplayName("that creates a Service which is there already is refused")
    void serviceExists() {
        given.live("1");
        ReleaseSpec spec = given.spec("1");
        RenderedRelease release = given.rendered(spec, Color.BLUE);
        assertConflict(() -> given.writer()
                .createService(spec, release, "web", release.traffic("web", null), GivenCluster.record(Color.BLUE)));
    }

    @Test
    @DisplayName("scales and remembers in one request, and forgets again")
    void scales() {
        given.applied(given.spec("1"), Color.BLUE);
        given.cluster.await(
                "rolled out", () -> given.gateway.workload("web-blue").deployment().isRolledOut());
        given.cluster.await("all watches", () -> given.cluster.requests().calls().stream()
                        .filter(call -> call.verb().equals("watch"))
                        .count()
                == 3);
        given.cluster.requests().clear();
        given.writer().scale("web-blue", 0, 2);
        assertEquals(1, given.cluster.requests().count(), given.cluster.requests()::toString);
        awaitFormer(2);
        assertEquals(0, given.gateway.workload("web-blue").deployment().desired());
        given.writer().scale("web-blue", 2, 0);
        awaitFormer(0);
        given.writer().scale("web-blue", 0, 5);
        given.applied(given.spec("2"), Color.BLUE);
        awaitFormer(0);
        given.writer().scale("nothing", 0, 0);
    }

    private void awaitFormer(int replicas) {
        given.cluster.await(
                "remembered " + replicas,
                () -> given.gateway.workload("web-blue").deployment().formerReplicas() == replicas);
    }

    @Test
    @DisplayName("C13 deletes a colour with its ConfigMaps and Secrets, and nothing of the other one")
    void deletesColor() {
        given.applied(given.spec("1"), Color.BLUE);
        given.applied(given.spec("2"), Color.GREEN);
        given.writer().deleteColor(given.spec("1"), "web", Color.BLUE, "web-blue");
        for (String resource : List.of("deployments", "configmaps", "secrets")) {
            assertNull(given.cluster.get(NAMESPACE, resource, "web-blue"), resource);
            assertFalse(given.cluster.get(NAMESPACE, resource, "web-green").isEmpty(), resource);
        }
        given.writer().deleteColor(given.spec("1"), "web", Color.BLUE, "web-blue");
    }

    @Test
    @DisplayName("is given up by the server when we do: it takes no effect later")
    void limited() {
        given.applied(given.spec("1"), Color.BLUE);
        LeaseView lease = given.writer().createLease("web-blue-green", "one", "", 60);
        LeaseView renewed = given.writer().updateLease("web-blue-green", lease, "one", "", 60);
        given.writer().deleteLease("web-blue-green", renewed);
        List<Call> writes = given.cluster.requests().writes();
        assertEquals(
                Set.of("apply", "create", "patch", "delete"),
                writes.stream().map(Call::verb).collect(Collectors.toSet()));
        String limit = "timeout=" + ApiServer.TIMEOUT + "s";
        writes.forEach(write -> assertTrue(write.path().contains(limit), write::path));
    }

    @Test
    @DisplayName("C50 of a Lease is refused once somebody else had it")
    void lease() {
        LeaseView mine = given.writer().createLease("web-blue-green", "one", "https://jenkins/1/", 60);
        assertEquals(mine, given.gateway.lease("web-blue-green").orElseThrow());
        assertConflict(() -> given.writer().createLease("web-blue-green", "two", "", 60));
        LeaseView renewed = given.writer().updateLease("web-blue-green", mine, "one", "https://jenkins/1/", 60);
        assertConflict(() -> given.writer().updateLease("web-blue-green", mine, "two", "", 60));
        LeaseView taken = given.writer().updateLease("web-blue-green", renewed, "two", "", 30);
        assertEquals("two", taken.holder());
        assertEquals(30, taken.durationSeconds());
        JsonNode spec = given.cluster.get(NAMESPACE, "leases", "web-blue-green").path("spec");
        assertEquals(1, spec.path("leaseTransitions").asInt(), spec::toString);
        assertTrue(spec.path("renewTime").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"), spec::toString);
        assertConflict(() -> {
            given.writer().deleteLease("web-blue-green", renewed);
            return null;
        });
        given.writer().deleteLease("web-blue-green", taken);
        given.writer().deleteLease("web-blue-green", taken);
        assertTrue(given.gateway.lease("web-blue-green").isEmpty());
    }

    @Test
    @DisplayName("is not sent when the fence refuses")
    void fenced() {
        ServiceView service = given.live("1");
        given.cluster.requests().clear();
        var writer = given.gateway.writer(() -> {
            throw new IllegalStateException("not ours");
        });
        ReleaseSpec spec = given.spec("1");
        List<Runnable> writes = List.of(
                () -> writer.apply(spec, given.rendered(spec, Color.BLUE), 1, object -> {}),
                () -> writer.patchService(service, service.traffic(), service.record()),
                () -> writer.deleteService(service),
                () -> writer.scale("web-blue", 0, 0),
                () -> writer.deleteColor(spec, "web", Color.BLUE, "web-blue"));
        writes.forEach(write -> assertThrows(IllegalStateException.class, write::run));
        assertEquals(
                List.of(), given.cluster.requests().calls().stream().filter(Call::isWrite).toList());
    }

    private JsonNode deployment(String name) {
        return given.cluster.get(NAMESPACE, "deployments", name);
    }

    private static void assertConflict(Supplier<?> write) {
        ClusterException refusal = assertThrows(ClusterException.class, write::get);
        assertEquals(ClusterException.Kind.CONFLICT, refusal.kind(), refusal::getMessage);
    }
}
