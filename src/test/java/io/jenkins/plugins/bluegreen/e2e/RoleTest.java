package io.jenkins.plugins.bluegreen.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.bluegreen.conformance.given.ReadmeRole;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of the README's Role with one verb on one resource removed at a time. The release would use all of the Role: a
 * first release with every object that is created per colour, a health check through the proxy, adoption, and deletion
 * of the old colour.
 */
@DisplayName("The README's Role on a real cluster")
@Timeout(120)
@Isolated("one scenario at a time")
class RoleTest {
    /** Grants without which a release continues with less information or fewer checks. */
    private static final Set<String> OPTIONAL =
            Set.of("create pods", "get pods/log", "list events", "list resourcequotas", "list services");

    /** The grants that no release needs: those of the overview of all applications, and of Events. */
    private static final Set<String> OF_OTHERS = Set.of("list leases.coordination.k8s.io", "create events");

    private static RealCluster cluster;
    private static Trial trial;

    /** One verb on one resource; printed as in messages. */
    record Grant(String verb, String group, String resource) {
        @Override
        public String toString() {
            return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
        }
    }

    @BeforeAll
    static void namespace() throws IOException {
        cluster = RealCluster.connect();
        trial = new Trial(cluster).manifests(
                Yaml.CONFIG_MAP,
                Yaml.SECRET,
                Yaml.SERVICE,
                Yaml.DEPLOYMENT,
                Yaml.AUTOSCALER,
                Yaml.DISRUPTION_BUDGET,
                Yaml.JOB);
    }

    @AfterAll
    static void deleteNamespace() {
        trial.close();
        cluster.close();
    }

    private static Stream<Grant> grants() throws IOException {
        List<Grant> grants = new ArrayList<>();
        for (PolicyRule rule : ReadmeRole.read().getRules()) {
            for (String resource : rule.getResources()) {
                rule.getVerbs().forEach(verb -> grants.add(new Grant(verb, rule.getApiGroups().get(0), resource)));
            }
        }
        return grants.stream();
    }

    static Stream<Grant> required() throws IOException {
        return grants().filter(grant ->
                !OPTIONAL.contains(grant.toString()) && !OF_OTHERS.contains(grant.toString()));
    }

    static Stream<Grant> optional() throws IOException {
        return grants().filter(grant -> OPTIONAL.contains(grant.toString()));
    }

    @ParameterizedTest(name = "C21 without \"{0}\": refused before anything is touched, and that is what is named")
    @MethodSource("required")
    void isRefused(Grant missing) throws IOException {
        Released refused = releaseWithout(missing, false);
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, refused.outcome(), refused::story);
        assertEquals(List.of(Phase.PLAN), refused.phases(), refused::story);
        refused.assertSays("these permissions are missing: " + missing + ". Nothing was changed", "kind: Role");
        assertEquals(List.of(), objects(), refused::story);
    }

    @ParameterizedTest(name = "C21 without \"{0}\": the release may go on, and says what it could do with it")
    @MethodSource("optional")
    void isMentioned(Grant missing) throws IOException {
        Released planned = releaseWithout(missing, true);
        assertEquals(Outcome.UNCHANGED, planned.outcome(), planned::story);
        assertTrue(planned.story().contains("would let more be checked and explained: " + missing), planned::story);
        assertEquals(List.of(), objects(), planned::story);
    }

    private static Released releaseWithout(Grant missing, boolean dryRun) throws IOException {
        trial.tenant().allow(rulesWithout(missing));
        // the Role is one object: once this grant is gone, the one removed before is back
        trial.until("the API server to go by the Role",
                () -> !trial.tenant().may(missing.verb(), missing.group(), missing.resource()));
        return trial.reconnected().release("v1", spec -> everything(spec).dryRun(dryRun));
    }

    private static ReleaseSpec.Builder everything(ReleaseSpec.Builder spec) {
        return spec.health(HealthCheck.actuator("/actuator/health", 8080))
                .adopt(true)
                .keepPrevious(KeepPrevious.DELETE);
    }

    /** The Role's rules with one rule per grant, so that only the missing one is left out. */
    private static List<PolicyRule> rulesWithout(Grant missing) throws IOException {
        return grants().filter(grant -> !grant.equals(missing))
                .map(grant -> new PolicyRuleBuilder().withApiGroups(grant.group()).withResources(grant.resource())
                        .withVerbs(grant.verb()).build())
                .toList();
    }

    /** The objects that a release may create, without those that every namespace has. */
    private static List<String> objects() {
        KubernetesClient admin = trial.admin();
        String namespace = trial.namespace();
        return Stream.<List<? extends HasMetadata>>of(
                        admin.services().inNamespace(namespace).list().getItems(),
                        admin.apps().deployments().inNamespace(namespace).list().getItems(),
                        admin.pods().inNamespace(namespace).list().getItems(),
                        admin.configMaps().inNamespace(namespace).list().getItems(),
                        admin.secrets().inNamespace(namespace).list().getItems(),
                        admin.autoscaling().v2().horizontalPodAutoscalers().inNamespace(namespace).list().getItems(),
                        admin.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems(),
                        admin.leases().inNamespace(namespace).list().getItems())
                .flatMap(List::stream)
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .filter(object -> !object.equals("ConfigMap/kube-root-ca.crt"))
                .toList();
    }
}
