package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import static io.jenkins.plugins.bluegreen.kubernetes.GivenCluster.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.server.Rule;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.kubernetes.GivenCluster;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("A connection that is examined")
class ExaminationTest {
    private final GivenCluster given = new GivenCluster();

    @AfterEach
    void close() {
        given.close();
    }

    private ClusterExamination examination() {
        given.cluster.requests().clear();
        ClusterExamination examination = given.connection.examine(List.of(NAMESPACE)).get(0);
        assertEquals(List.of(), given.cluster.requests().writes());
        return examination;
    }

    @Test
    @DisplayName("tells the cluster's version and whom we are taken for, and changes nothing")
    void identity() {
        ClusterExamination examination = examination();
        assertEquals("v1.34.0", examination.version());
        assertEquals(Optional.of("jenkins"), examination.user());
        assertEquals(List.of(), examination.missing());
        assertEquals(List.of(), examination.missingOptional());
        assertTrue(examination.identity().toString().contains("\"jenkins\""), examination.identity()::toString);
        assertTrue(examination.verdict().toString().startsWith("Everything"), examination.verdict()::toString);
    }

    @Test
    @DisplayName("tells what is not granted in the namespace, with a Role that grants it")
    void permissions() {
        given.cluster.allowOnly(Rule.of("get,list,watch", "*", "*"));
        ClusterExamination examination = examination();
        assertTrue(examination.missing().contains("create deployments.apps"), examination::toString);
        assertTrue(examination.missing().contains("patch services"), examination::toString);
        assertTrue(examination.missingOptional().contains("create secrets"), examination::toString);
        assertFalse(examination.missing().contains("create secrets"), examination::toString);
        assertTrue(examination.verdict().toString().contains("refused"), examination.verdict()::toString);
        Role role = Serialization.unmarshal(examination.access().split("---")[0], Role.class);
        given.cluster.allowOnly(role.getRules().stream()
                .map(rule -> new Rule(rule.getVerbs(), rule.getApiGroups(), rule.getResources()))
                .toArray(Rule[]::new));
        assertEquals(List.of(), examination().missing());
        assertEquals(List.of(), examination().missingOptional());
    }

    @Test
    @DisplayName("tells it for each namespace")
    void namespaces() {
        given.cluster.namespace("canary");
        given.cluster.deny("create", "secrets");
        List<ClusterExamination> results = given.connection.examine(List.of(NAMESPACE, "canary"));
        assertEquals(
                List.of(NAMESPACE, "canary"),
                results.stream().map(ClusterExamination::namespace).toList());
        results.forEach(result -> assertTrue(
                result.access().contains("\nkind: RoleBinding\nmetadata:\n  name: blue-green-deploy\n  namespace: "
                        + result.namespace() + "\n"),
                result::access));
    }

    @Test
    @DisplayName("tells what only some releases need apart")
    void optional() {
        given.cluster.deny("create", "secrets");
        ClusterExamination examination = examination();
        assertEquals(List.of(), examination.missing());
        assertEquals(List.of("create secrets"), examination.missingOptional());
        assertTrue(examination.verdict().toString().contains("some releases"), examination.verdict()::toString);
    }

    @Test
    @DisplayName("goes on where the cluster does not say who we are, as before 1.28")
    void olderCluster() {
        given.cluster.always(
                call -> call.path().contains("selfsubjectreviews"),
                new Fault.Answer(404, "NotFound", "the server could not find the requested resource", null));
        ClusterExamination examination = examination();
        assertEquals(Optional.empty(), examination.user());
        assertEquals(List.of(), examination.missing());
        assertTrue(examination.identity().toString().contains("does not say"), examination.identity()::toString);
    }

    @Test
    @DisplayName("fails with a sentence where the namespace does not exist, whatever is granted everywhere")
    void noNamespace() {
        String message = assertThrows(ReleaseException.class, () -> given.connection.examine(List.of("nowhere")))
                .getMessage();
        assertTrue(message.contains("The cluster has no namespace nowhere"), message);
        assertEquals(List.of(), given.cluster.requests().writes());
    }

    @Test
    @DisplayName("fails with a sentence where the token is wrong, or nobody answers")
    void refused() {
        given.cluster.requireToken("another");
        String message = assertThrows(ReleaseException.class, this::examination).getMessage();
        assertTrue(message.contains("does not know who we are"), message);
        assertTrue(message.contains("\nkind: ServiceAccount\nmetadata:\n"), message);
        given.cluster.stop();
        message = assertThrows(ReleaseException.class, this::examination).getMessage();
        assertTrue(message.contains("no connection"), message);
    }
}
