package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of everything that carries traffic: it changes with the traffic, and comes back with it. */
@E2e
class TrafficObjectsE2eTest {
    /** Seconds of a monitor that only a breach ends. */
    private static final int WATCHED = 90;

    private static final String INGRESS =
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: ${APP}
            spec:
              rules:
              - host: ${VERSION}.example.com
                http:
                  paths:
                  - path: /
                    pathType: Prefix
                    backend:
                      service:
                        name: ${APP}-${COLOR}
                        port:
                          number: 80
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
                  color: ${COLOR}
              ingress:
              - ports:
                - port: 8080
                  protocol: TCP
                from:
                - podSelector:
                    matchLabels:
                      of: ${VERSION}
                - ipBlock:
                    cidr: 0.0.0.0/0
            """;

    private static final String ROUTE =
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata:
              name: ${APP}
            spec:
              hostnames:
              - ${VERSION}.example.com
              rules:
              - backendRefs:
                - name: ${APP}-${COLOR}
                  port: 80
            """;
    /** Takes every field. */
    private static final String ROUTES =
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: httproutes.gateway.networking.k8s.io
              annotations: {api-approved.kubernetes.io: "unapproved, for tests"}
            spec:
              group: gateway.networking.k8s.io
              scope: Namespaced
              names: {kind: HTTPRoute, plural: httproutes, singular: httproute}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    private static final String PATIENT =
            """
              type: NodePort
              sessionAffinity: ClientIP
              sessionAffinityConfig:
                clientIP:
                  timeoutSeconds: %d
              selector:
            """;
    private static final String ADMIN =
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: ${APP}-admin
            spec:
              type: %s
              selector:
                app: ${APP}
              ports:
              - port: %d
                targetPort: http
            """;

    private static RealCluster cluster;
    /** The kind that this cluster did not have; null if it had it. */
    private static Resource<CustomResourceDefinition> routes;

    @BeforeAll
    static void haveRoutes() throws IOException {
        cluster = RealCluster.connect();
        Resource<CustomResourceDefinition> kind = cluster.client().apiextensions().v1().customResourceDefinitions()
                .load(new ByteArrayInputStream(ROUTES.getBytes(StandardCharsets.UTF_8)));
        if (kind.get() == null) {
            routes = kind;
            kind.create();
            kind.waitUntilCondition(TrafficObjectsE2eTest::isServed, 30, TimeUnit.SECONDS);
        }
    }

    private static boolean isServed(CustomResourceDefinition kind) {
        return kind != null
                && kind.getStatus() != null
                && Stream.ofNullable(kind.getStatus().getConditions())
                        .flatMap(List::stream)
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    @AfterAll
    static void removeRoutes() {
        if (routes != null) {
            routes.delete();
        }
        cluster.close();
    }

    @Test
    @DisplayName("C74 routes and the Services' own fields change with the switch, and come back; nothing is lost")
    void changeWithTheTraffic(Trial.Source trials) {
        SideBySide.of(trials)
                .with("03 53 failed before the switch", TrafficObjectsE2eTest::failedBeforeSwitch)
                .with("53 automatic rollback", TrafficObjectsE2eTest::automaticRollback)
                .with("53 rollback by hand", TrafficObjectsE2eTest::rollbackByHand)
                .run();
    }

    private static void failedBeforeSwitch(Trial trial) {
        String before = liveV1(trial);
        LiveColor live = LiveColor.of(trial);
        second(trial);
        Released failed = trial.release("v2", spec -> spec.image("local/missing:1"));
        live.assertSurvived(failed, "image local/missing:1");
        assertEquals(before, state(trial));
    }

    private static void automaticRollback(Trial trial) {
        String before = liveV1(trial);
        Load traffic = trial.smallTraffic();
        second(trial).environment("HEALTH_AFTER", "10s");
        HealthCheck health = HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 1).withTiming(1, 5);
        Running running = trial.start("v2", spec -> spec.health(health).monitor(MonitorSpec.lasting(WATCHED, 1)))
                .inPhase(Phase.MONITOR);
        assertEquals("2 s, ClusterIP 8002 null, v2 backend-green, v2 green, v2 backend-green", state(trial));
        trial.until("requests answered by v2", () -> traffic.saw("v2"));

        Released released = trial.end(running);

        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        assertEquals(before, state(trial), released::story);
        assertEquals(List.of("blue 1 s", "green 2 s", "blue 1 s"), patches(trial), released::story);
        trial.assertNothingLost(traffic);
    }

    private static void rollbackByHand(Trial trial) {
        String before = liveV1(trial);
        Load traffic = trial.smallTraffic();
        Released second = second(trial).release("v2");
        assertEquals(Outcome.PROMOTED, second.outcome(), second::story);
        assertEquals("2 s, ClusterIP 8002 null, v2 backend-green, v2 green, v2 backend-green", state(trial));
        trial.awaitGone(BLUE);

        Released back = trial.reconnected().rollBack();

        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertEquals(before, state(trial), back::story);
        assertEquals(List.of("blue 1 s", "green 2 s", "blue 1 s"), patches(trial), back::story);
        trial.assertNothingLost(traffic);
    }

    private static String liveV1(Trial trial) {
        trial.mayAlso(Map.of(
                "networking.k8s.io", List.of("ingresses", "networkpolicies"),
                "gateway.networking.k8s.io", List.of("httproutes")));
        manifests(trial, 1, "NodePort").live(BLUE);
        String state = state(trial);
        assertTrue(state.matches("1 s, NodePort 8001 \\d+, v1 backend-blue, v1 blue, v1 backend-blue"), state);
        return state;
    }

    /** The manifests of the second version, which change all that carries traffic. */
    private static Trial second(Trial trial) {
        return manifests(trial, 2, "ClusterIP");
    }

    private static Trial manifests(Trial trial, int version, String adminType) {
        return trial.manifests(
                Yaml.CONFIG_MAP,
                Yaml.SECRET,
                Yaml.SERVICE.replace("  selector:\n", PATIENT.formatted(version)),
                ADMIN.formatted(adminType, 8000 + version),
                Yaml.DEPLOYMENT,
                INGRESS,
                POLICY,
                ROUTE);
    }

    private static String affinity(ServiceSpec service) {
        return service.getSessionAffinityConfig() == null
                ? service.getSessionAffinity()
                : service.getSessionAffinityConfig().getClientIP().getTimeoutSeconds() + " s";
    }

    /** The active Service's colour and affinity after each patch that changed them. */
    private static List<String> patches(Trial trial) {
        return trial.history.values(service ->
                service.getSpec().getSelector().get("color") + " " + affinity(service.getSpec()));
    }

    /** All that the two versions have differently. */
    private static String state(Trial trial) {
        KubernetesClient admin = trial.admin();
        ServiceSpec second = trial.service("backend-admin").getSpec();
        ServicePort port = second.getPorts().get(0);
        IngressRule rule = admin.network().v1().ingresses().inNamespace(trial.namespace()).withName("backend").get()
                .getSpec().getRules().get(0);
        NetworkPolicySpec policy = admin.network().v1().networkPolicies().inNamespace(trial.namespace())
                .withName("backend").get().getSpec();
        GenericKubernetesResource route = admin.genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                .inNamespace(trial.namespace()).withName("backend").get();
        return affinity(trial.service().getSpec()) + ", "
                + second.getType() + " " + port.getPort() + " " + port.getNodePort() + ", "
                + host(rule.getHost()) + " "
                + rule.getHttp().getPaths().get(0).getBackend().getService().getName() + ", "
                + policy.getIngress().get(0).getFrom().get(0).getPodSelector().getMatchLabels().get("of") + " "
                + policy.getPodSelector().getMatchLabels().get("color") + ", "
                + host(route.get("spec", "hostnames", 0)) + " "
                + route.get("spec", "rules", 0, "backendRefs", 0, "name");
    }

    private static String host(String name) {
        return name.replace(".example.com", "");
    }
}
