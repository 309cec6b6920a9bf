package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.demo.Demo;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of manifests that teams have. */
@E2e
class ManifestsE2eTest {
    private static final String CACHE =
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: ${APP}-cache
            spec:
              serviceName: ${APP}-cache
              replicas: 1
              selector:
                matchLabels:
                  app: ${APP}
                  tier: cache
              template:
                metadata:
                  labels:
                    app: ${APP}
                    tier: cache
                spec:
                  containers:
                  - name: cache
                    image: esc/app:2.0.1
            """;

    @Test
    @DisplayName("13 35 releases of manifests without a Service, and of a StatefulSet with the same labels")
    void released(Trial.Source trials) {
        SideBySide.of(trials)
                .with("13 Service elsewhere", ManifestsE2eTest::serviceElsewhere)
                .with("35 StatefulSet", ManifestsE2eTest::statefulSet)
                .run();
    }

    private static void serviceElsewhere(Trial trial) {
        trial.live(BLUE);
        Load traffic = trial.smallTraffic();
        String expressions = Yaml.DEPLOYMENT.replace(
                "    matchLabels:\n      app: ${APP}\n",
                "    matchExpressions:\n    - {key: app, operator: In, values: [\"${APP}\"]}\n");

        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, expressions);
        Released second = trial.release("v2");
        assertEquals(Outcome.PROMOTED, second.outcome(), second::story);

        String twoPorts = Yaml.DEPLOYMENT + """
                  - name: metrics
                    image: %s
                    env:
                    - {name: PORT, value: "9102"}
                    ports:
                    - name: http
                      containerPort: 9102
            """.formatted(Demo.image());
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, twoPorts);
        Released third = trial.release("v3");
        assertEquals(Outcome.PROMOTED, third.outcome(), third::story);
        assertEquals(Set.of("v1", "v2", "v3"), trial.assertNothingLost(traffic).versions().keySet());
    }

    private static void statefulSet(Trial trial) {
        String cache = Yaml.SERVICE.replace("name: ${APP}\n", "name: ${APP}-cache\n")
                .replace("    app: ${APP}\n", "    app: ${APP}\n    tier: cache\n")
                .replace("spec:\n  selector", "spec:\n  clusterIP: None\n  selector");
        trial.mayAlso("apps", "statefulsets");
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, cache, CACHE, Yaml.DEPLOYMENT).live(BLUE);
        Load traffic = trial.smallTraffic();

        Released second = trial.release("v2");

        assertEquals(Outcome.PROMOTED, second.outcome(), second::story);
        assertEquals(
                Set.of("app", "tier"), trial.service("backend-cache").getSpec().getSelector().keySet(), second::story);
        assertTrue(trial.admin().pods().inNamespace(trial.namespace()).withName("backend-cache-0").get() != null);
        assertEquals(Set.of("v1", "v2"), trial.assertNothingLost(traffic).versions().keySet());
    }
}
