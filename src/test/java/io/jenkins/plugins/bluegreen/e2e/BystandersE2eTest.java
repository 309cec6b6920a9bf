package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of Services, applications and Pods beside a release: nothing of them is cut off, mixed or overwritten. */
@E2e
class BystandersE2eTest {
    private static final String OTHER_SERVICE =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: %s}
            spec:
              type: NodePort
              selector: {%s}
              ports: [{port: 80, targetPort: 8080}]
            """;

    @Test
    @DisplayName("C73 Services outside of a release keep their endpoints, and are named; nothing is lost through them")
    void keepTheirEndpoints(Trial.Source trials) {
        SideBySide.of(trials)
                .with("kubectl expose, scaleToZero", trial -> exposed(trial, KeepPrevious.SCALE_TO_ZERO))
                .with("kubectl expose, delete", trial -> exposed(trial, KeepPrevious.DELETE))
                .with("02 left the manifests", BystandersE2eTest::leftTheManifests)
                .run();
    }

    private static void exposed(Trial trial, KeepPrevious keep) {
        trial.live(BLUE);
        trial.human(OTHER_SERVICE.formatted("exposed", "app: backend, color: blue"));
        Load traffic = trial.smallTraffic();
        Load exposed = trial.trafficThrough("exposed");

        Released released = trial.release("v2", spec -> spec.keepPrevious(keep));

        assertTold(released, Outcome.PROMOTED, "backend-blue was not scaled down", "exposed");
        assertEquals(2, trial.replicas(BLUE), released::story);
        Released third = trial.release("v3");
        assertEquals(List.of(Phase.PLAN), third.phases(), third::story);
        third.assertSays("Service exposed", "Nothing was changed.");
        assertEquals("green v2", trial.liveColor() + " " + trial.version());
        assertEquals(Set.of("v1"), trial.assertNothingLost(exposed).versions().keySet());
        assertEquals(Set.of("v1", "v2"), trial.assertNothingLost(traffic).versions().keySet());
    }

    private static void leftTheManifests(Trial trial) {
        String internal = Yaml.SERVICE.replace("name: ${APP}\n", "name: ${APP}-internal\n");
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, internal, Yaml.DEPLOYMENT).live(BLUE);
        Load traffic = trial.smallTraffic();
        Load through = trial.trafficThrough("backend-internal");

        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT);
        Released released = trial.release("v2");

        assertTold(
                released,
                Outcome.PROMOTED,
                "Service backend-internal was switched by the last release",
                "backend-blue was not scaled down");
        assertEquals(2, trial.replicas(BLUE), released::story);
        assertEquals(Set.of("v1"), trial.assertNothingLost(through).versions().keySet());
        assertEquals(Set.of("v1", "v2"), trial.assertNothingLost(traffic).versions().keySet());
    }

    private static void assertTold(Released released, Outcome outcome, String... texts) {
        assertEquals(outcome, released.outcome(), released::story);
        for (String text : texts) {
            assertTrue(released.lines().stream().anyMatch(line -> line.contains(text)), released::story);
        }
    }

    @Test
    @DisplayName("C82 a release that would mix with Pods or objects of others is refused in PLAN; nothing is touched")
    void wouldMix(Trial.Source trials) {
        SideBySide.of(trials)
                .with("01 38 42 43", BystandersE2eTest::others)
                .with("58 the idle half of a hand-made pair", BystandersE2eTest::handMadePair)
                .run();
    }

    /** Another application with the same ConfigMap, Secret or labels, and a Service that selects both colours. */
    private static void others(Trial trial) {
        LiveColor live = LiveColor.of(trial.manifests(shared(Trial.APPLICATION)).live(BLUE));

        trial.manifests(shared("billing"));
        live.assertRefused(
                trial.release("v2", spec -> spec.application("billing").keepPrevious(KeepPrevious.DELETE)),
                "ConfigMap/company-config-blue",
                "Secret/company-secret-blue",
                "application backend");

        trial.manifests(application("storefront", Trial.APPLICATION));
        live.assertRefused(
                trial.release("v2", spec -> spec.application("storefront")), "Service backend", "backend-blue");

        trial.manifests(shared(Trial.APPLICATION)).human(OTHER_SERVICE.formatted("legacy", "app: backend"));
        live.assertRefused(trial.release("v2"), "Service legacy", "app=backend", "before they are checked");

        live.assertServedAlone();
    }

    private static String[] application(String name, String label) {
        return Stream.of(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT)
                .map(text -> text.replace("app: ${APP}", "app: " + label).replace("${APP}", name))
                .toArray(String[]::new);
    }

    /** An application with a ConfigMap and a Secret that are not named after it. */
    private static String[] shared(String name) {
        return Stream.of(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT)
                .map(text -> text.replace("${APP}-config", "company-config")
                        .replace("${APP}-secret", "company-secret")
                        .replace("${APP}", name))
                .toArray(String[]::new);
    }

    /** Both halves run, and the Service selects one. */
    private static void handMadePair(Trial trial) {
        trial.promisesUnchecked();
        String service = Yaml.SERVICE.replace("app: ${APP}", "app: shop\n    color: blue");
        for (String text : List.of(Yaml.CONFIG_MAP, Yaml.SECRET, service, half("blue"), half("green"))) {
            trial.human(text.replace("${APP}", Trial.APPLICATION)
                    .replace("${VERSION}", "v0")
                    .replace("${HEALTH}", "UP")
                    .replace("${REPLICAS}", "1"));
        }
        for (String name : List.of("shop-blue", "shop-green")) {
            trial.until(name + " to be ready", () -> Integer.valueOf(1).equals(trial.admin().apps().deployments()
                    .inNamespace(trial.namespace()).withName(name).get().getStatus().getReadyReplicas()));
        }
        trial.awaitAccepting();
        Load traffic = trial.smallTraffic();

        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, service, half("blue"), half("green"));
        Released refused = trial.release("v1", spec -> spec.adopt(true));

        assertEquals(List.of(Phase.PLAN), refused.phases(), refused::story);
        refused.assertSays("Deployment/shop-green", "Nothing was changed.");
        LoadResult result = trial.assertNothingLost(traffic);
        assertTrue(result.all().stream().allMatch(request -> request.pod().startsWith("shop-blue-")), result::toString);
    }

    private static String half(String color) {
        return Yaml.DEPLOYMENT
                .replace("  name: ${APP}\nspec:", "  name: shop-" + color + "\nspec:")
                .replace("      app: ${APP}\n  template", "      app: shop\n      color: " + color + "\n  template")
                .replace("        app: ${APP}\n    spec", "        app: shop\n        color: " + color + "\n    spec");
    }
}
