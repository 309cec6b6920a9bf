package io.jenkins.plugins.bluegreen.e2e.apps;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.jenkins.plugins.bluegreen.conformance.given.ReadmeRole;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.Tenant;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.workload.HealthAnswer;
import io.jenkins.plugins.bluegreen.facts.ActuatorFacts;
import io.jenkins.plugins.bluegreen.facts.ApiCaller;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import io.netty.handler.ssl.util.SelfSignedCertificate;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Checks the facts about Spring Boot's Actuator on {@code examples/backend}, in Pods of a real cluster. */
@DisplayName("A real Actuator")
@Timeout(300)
@Isolated("one scenario at a time")
class RealActuatorTest implements ActuatorFacts {
    private static final String TAG = "2.0.1";
    private static RealCluster cluster;
    private static Tenant tenant;
    private static ClusterConnection connection;
    private static ApiCaller api;

    @BeforeAll
    static void start() throws Exception {
        NewImage.assumePossible();
        BackendImage.make(TAG);
        cluster = RealCluster.connect();
        tenant = Tenant.create(cluster, ReadmeRole.read().getRules());
        connection = GivenConnection.open(tenant.kubeconfig());
        api = ApiCaller.of(cluster.client().getConfiguration());
        certificate();
        for (Setting setting : Setting.values()) {
            begin(setting);
        }
    }

    @AfterAll
    static void end() {
        if (tenant != null) {
            connection.close();
            tenant.close();
            cluster.close();
        }
    }

    private static void certificate() throws Exception {
        SelfSignedCertificate made = new SelfSignedCertificate("backend.example.com");
        try {
            cluster.client().resource(new SecretBuilder()
                    .withNewMetadata().withName("certificate").withNamespace(tenant.namespace()).endMetadata()
                    .addToStringData("tls.crt", Files.readString(made.certificate().toPath()))
                    .addToStringData("tls.key", Files.readString(made.privateKey().toPath()))
                    .build()).create();
        } finally {
            made.delete();
        }
    }

    private static Map<String, String> environment(Setting setting) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE", "health",
                "MANAGEMENT_ENDPOINT_HEALTH_SHOW_COMPONENTS", "always"));
        environment.putAll(switch (setting) {
            case WELL -> Map.of();
            case STARTING_WITHOUT_DATABASE -> Map.of(
                    "SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:5432/backend",
                    "SPRING_PROFILES_ACTIVE", "drills",
                    "DRILLS_START", "1h");
            case MOVED -> Map.of(
                    "MANAGEMENT_SERVER_PORT", "8443",
                    "MANAGEMENT_SERVER_SSL_CERTIFICATE", "/tls/tls.crt",
                    "MANAGEMENT_SERVER_SSL_CERTIFICATE_PRIVATE_KEY", "/tls/tls.key",
                    "MANAGEMENT_ENDPOINTS_WEB_BASE_PATH", "/manage");
        });
        return environment;
    }

    private static void begin(Setting setting) {
        StringBuilder environment = new StringBuilder();
        environment(setting).forEach((name, value) ->
                environment.append("{name: ").append(name).append(", value: '").append(value).append("'}, "));
        api.post("/api/v1/namespaces/" + tenant.namespace() + "/pods", """
                {apiVersion: v1, kind: Pod, metadata: {name: %s}, spec: {automountServiceAccountToken: false,
                securityContext: {runAsUser: 10001}, containers: [{name: backend, image: '%s', env: [%s],
                volumeMounts: [{name: tls, mountPath: /tls}]}],
                volumes: [{name: tls, secret: {secretName: certificate}}]}}"""
                .formatted(name(setting), BackendImage.NAME + ":" + TAG, environment)).assertCode(201);
    }

    private static String name(Setting setting) {
        return setting.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public ApiCaller api() {
        return api;
    }

    @Override
    public String namespace() {
        return tenant.namespace();
    }

    @Override
    public String image() {
        return BackendImage.NAME + ":" + TAG;
    }

    @Override
    public String pod(Setting setting) {
        String name = name(setting);
        String readiness = switch (setting) {
            case WELL, STARTING_WITHOUT_DATABASE -> name + ":8080/proxy/actuator/health/readiness";
            case MOVED -> "https:" + name + ":8443/proxy/manage/health/readiness";
        };
        String status = setting == Setting.STARTING_WITHOUT_DATABASE ? "OUT_OF_SERVICE" : "UP";
        until(name + " is " + status, () -> api.get(core("pods/" + readiness)), is -> is.at("/status").equals(status));
        return name;
    }

    @Override
    public HealthAnswer judged(HealthCheck check, String pod) {
        return connection.gateway(namespace()).health(check, List.of(pod)).join().get(pod);
    }
}
