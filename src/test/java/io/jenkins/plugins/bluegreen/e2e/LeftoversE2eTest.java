package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of what a release would leave: objects, replicas, fields and values that the manifests hold no more. */
@E2e
class LeftoversE2eTest {
    private static final String CLAIM =
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata:
              name: ${APP}-data
            spec:
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 1Mi}}
            """;
    private static final String NOT_OURS =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: backend-notes-blue, labels: {app: backend}}
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: notes-blue}
            spec: {maxUnavailable: 1, selector: {matchLabels: {app: notes}}}
            """;
    private static final String SHELL =
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: ${APP}-shell
            spec:
              automountServiceAccountToken: false
              containers:
              - name: shell
                image: esc/app:2.0.1
                env:
                - name: DB_PASSWORD
                  value: correct-horse-${VERSION}
            """;

    @Test
    @DisplayName("C84 C85 26 27 08 51 40 what left the manifests is left nowhere; nothing is lost")
    void leaveNothing(Trial.Source trials) {
        SideBySide.of(trials)
                .with("C84 23 61 pruned", LeftoversE2eTest::pruned)
                .with("C85 62 26 27 08 51 the idle colour", LeftoversE2eTest::idleColor)
                .with("40 a refusal without values", LeftoversE2eTest::refusal)
                .run();
    }

    private static Released promoted(Trial trial, String version, Consumer<ReleaseSpec.Builder> more) {
        Released released = trial.release(version, more);
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals(version, trial.version(), released::story);
        return released;
    }

    private static Released promoted(Trial trial, String version) {
        return promoted(trial, version, spec -> {});
    }

    private static void assertTells(Released released, String... texts) {
        for (String text : texts) {
            assertTrue(released.story().contains(text), () -> text + "\n" + released.story());
        }
    }

    /** One HPA, one PDB, a ConfigMap of its own name, one with a hash in its name, and a PVC leave. */
    private static void pruned(Trial trial) {
        String hashed = "  name: ${APP}-config-${VERSION}\n";
        String[] always = {
            Yaml.CONFIG_MAP.replace("  name: ${APP}-config\n", hashed),
            Yaml.SECRET,
            Yaml.SERVICE,
            Yaml.DEPLOYMENT.replace("name: ${APP}-config\n", "name: ${APP}-config-${VERSION}\n")
        };
        trial.mayAlso("", "persistentvolumeclaims")
                .manifests(
                        always[0],
                        always[1],
                        always[2],
                        always[3].replace(
                                "        - configMapRef:\n",
                                "        - configMapRef:\n            name: ${APP}-flags\n        - configMapRef:\n"),
                        Yaml.CONFIG_MAP.replace("-config", "-flags"),
                        Yaml.AUTOSCALER,
                        Yaml.DISRUPTION_BUDGET,
                        CLAIM)
                .live(BLUE);
        trial.human(NOT_OURS);
        Load load = trial.smallTraffic();
        assertEquals("[backend-blue] [backend-blue, notes-blue]", scalersAndBudgets(trial));

        trial.manifests(always);
        Released second = promoted(trial, "v2");
        assertEquals("[] [notes-blue]", scalersAndBudgets(trial), second::story);
        assertTells(second, "HorizontalPodAutoscaler/backend-blue deleted");
        assertTrue(configMaps(trial).contains("backend-flags-blue"), "a rollback needs it");

        Released third = promoted(trial, "v3");
        assertEquals(
                Set.of("backend-config-v2-green", "backend-config-v3-blue", "backend-notes-blue"),
                configMaps(trial),
                third::story);
        KubernetesClient admin = trial.admin();
        assertEquals(
                Set.of("backend-data"),
                names(admin.persistentVolumeClaims().inNamespace(trial.namespace()).list().getItems()),
                third::story);
        Released back = trial.rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertEquals("v2", trial.version());
        trial.assertNothingLost(load);
    }

    private static String scalersAndBudgets(Trial trial) {
        KubernetesClient admin = trial.admin();
        return names(admin.autoscaling().v2().horizontalPodAutoscalers().inNamespace(trial.namespace()).list()
                        .getItems())
                + " "
                + names(admin.policy().v1().podDisruptionBudget().inNamespace(trial.namespace()).list().getItems());
    }

    private static Set<String> configMaps(Trial trial) {
        Set<String> names = names(trial.admin().configMaps().inNamespace(trial.namespace()).list().getItems());
        names.remove("kube-root-ca.crt");
        return names;
    }

    private static Set<String> names(List<? extends HasMetadata> objects) {
        Set<String> names = new TreeSet<>();
        objects.forEach(object -> names.add(object.getMetadata().getName()));
        return names;
    }

    /** What blue got in the first release, from the manifests and by hand, is gone in the third one. */
    private static void idleColor(Trial trial) {
        String label = "app.kubernetes.io/version: \"${VERSION}\"\n";
        String versioned = Yaml.DEPLOYMENT
                .replace("      app: ${APP}\n  template", "      app: ${APP}\n      " + label + "  template")
                .replace("        app: ${APP}\n    spec", "        app: ${APP}\n        " + label + "    spec")
                .replace("value: graceful", "value: drain");
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET + "  FEATURE_KEY: old\n", Yaml.SERVICE, versioned)
                .environment("DRAIN", "3s");
        promoted(trial, "v1", spec -> spec.variable("REPLICAS", "4"));
        trial.awaitAccepting();
        Load load = trial.smallTraffic();
        setEnv(trial, "DEBUG", "true");
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, versioned).environment("DRAIN", "3s");

        Released second = promoted(trial, "v2");
        assertEquals(List.of(4), trial.history.readyAtEachSwitchTo("green"), second::story);
        assertEquals(List.of(4, 2), trial.history.replicas("backend-green"), second::story);
        assertTells(second, "backend-green scaled from 4 to 2");

        trial.manifests(
                        Yaml.CONFIG_MAP,
                        Yaml.SECRET + "type: example.com/password\n",
                        Yaml.SERVICE,
                        versioned.replace("  replicas:", "  strategy: {type: Recreate}\n  replicas:"))
                .environment("DRAIN", "3s");
        Released third = promoted(trial, "v3");
        assertTells(third, "Secret/backend-secret-blue", "Deployment/backend-blue", "field is immutable");
        Pod pod = trial.pods(BLUE).stream()
                .filter(any -> any.getMetadata().getDeletionTimestamp() == null)
                .findFirst()
                .orElseThrow();
        assertEquals("", trial.ask(pod, "/env?name=DEBUG"), third::story);
        assertEquals("", trial.ask(pod, "/env?name=FEATURE_KEY"), third::story);
        assertEquals("swordfish-v3", trial.ask(pod, "/env?name=PASSWORD"), third::story);
        assertEquals(2, trial.replicas(BLUE), third::story);

        promoted(trial, "v4");
        assertEquals(2, trial.replicas(GREEN));
        trial.assertNothingLost(load);
    }

    /** As {@code kubectl set env deployment/backend-blue NAME=value} does; waits for the new Pods. */
    private static void setEnv(Trial trial, String name, String value) {
        var deployment = trial.admin().apps().deployments().inNamespace(trial.namespace()).withName("backend-blue");
        PatchContext patch = new PatchContext.Builder()
                .withPatchType(PatchType.STRATEGIC_MERGE)
                .withFieldManager("kubectl-set")
                .build();
        deployment.patch(patch, """
                {"spec":{"template":{"spec":{"containers":[{"name":"app","env":[{"name":"%s","value":"%s"}]}]}}}}"""
                .formatted(name, value));
        trial.until("the new Pods", () -> {
            Deployment now = deployment.get();
            return now.getMetadata().getGeneration().equals(now.getStatus().getObservedGeneration())
                    && now.getSpec().getReplicas().equals(now.getStatus().getUpdatedReplicas())
                    && now.getSpec().getReplicas().equals(now.getStatus().getAvailableReplicas())
                    && now.getSpec().getReplicas().equals(now.getStatus().getReplicas());
        });
    }

    /** What may not change of a Pod is refused with both versions of it. */
    private static void refusal(Trial trial) {
        trial.mayAlso("", "pods");
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT, SHELL).live(BLUE);
        LiveColor live = LiveColor.of(trial);

        Released refused = trial.release("v2");

        live.assertUntouched(refused, "backend-shell", "pod updates may not change fields");
        assertFalse(refused.story().contains("correct-horse"), refused::story);
    }
}
