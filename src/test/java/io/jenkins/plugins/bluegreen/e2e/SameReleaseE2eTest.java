package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of the same release again: UNCHANGED if what runs is what the manifests say, else mended. */
@E2e
class SameReleaseE2eTest {
    private static final String NOTES =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: notes
            data:
              COMPANY: esc
            """;
    private static final String POLICY =
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: ${APP}
            spec:
              podSelector:
                matchLabels:
                  app: ${APP}
              ingress:
              - {}
            """;
    private static final String QUANTITIES =
            """
                    resources:
                      requests: {cpu: "0.05", memory: 16384Ki}
                      limits: {cpu: 1500m}
            """;

    @Test
    @DisplayName("C75 19 the same release again is UNCHANGED; after kubectl set env, scale and edit it names and mends")
    void again(Trial trial) {
        trial.mayAlso("networking.k8s.io", "ingresses", "networkpolicies")
                .manifests(
                        Yaml.CONFIG_MAP,
                        Yaml.SECRET,
                        Yaml.SERVICE,
                        Yaml.DEPLOYMENT.replace("value: graceful", "value: drain") + QUANTITIES,
                        Yaml.DISRUPTION_BUDGET,
                        Yaml.INGRESS,
                        POLICY,
                        NOTES)
                .environment("DRAIN", "3s")
                .live(BLUE);
        assertUnchanged(trial);
        Load load = trial.smallTraffic();

        patch(trial, "kubectl-set", "deployments.apps", "backend-blue", """
                {"spec":{"template":{"spec":{"containers":[{"name":"app","env":[{"name":"DEBUG","value":"1"}]}]}}}}""");
        patch(trial, "kubectl-edit", "configmaps", "notes", "{\"data\":{\"COMPANY\":\"other\"}}");
        Released mended = trial.release("v1");

        assertEquals(Outcome.PROMOTED, mended.outcome(), mended::story);
        assertEquals("green v1", trial.liveColor() + " " + trial.version(), mended::story);
        assertTrue(mended.story().contains("kubectl-set"), mended::story);
        assertTrue(mended.story().contains("kubectl-edit"), mended::story);
        assertEquals("esc", trial.admin().configMaps().inNamespace(trial.namespace()).withName("notes").get()
                .getData().get("COMPANY"), mended::story);
        assertEquals("", trial.get("/env?name=DEBUG"), mended::story);
        assertUnchanged(trial);
        trial.assertNothingLost(load);
    }

    private static void assertUnchanged(Trial trial) {
        Released again = trial.release("v1");
        assertEquals(Outcome.UNCHANGED, again.outcome(), again::story);
    }

    private static void patch(Trial trial, String manager, String resource, String name, String patch) {
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.STRATEGIC_MERGE)
                .withFieldManager(manager)
                .build();
        if (resource.equals("configmaps")) {
            trial.admin().configMaps().inNamespace(trial.namespace()).withName(name).patch(context, patch);
        } else {
            trial.admin().apps().deployments().inNamespace(trial.namespace()).withName(name).patch(context, patch);
        }
    }
}
