package io.jenkins.plugins.bluegreen.embedded;

import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.workload.HealthAnswer;
import io.jenkins.plugins.bluegreen.facts.ActuatorFacts;
import io.jenkins.plugins.bluegreen.facts.ApiCaller;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

/** Runs the facts about Spring Boot's Actuator against the one of the embedded Pods. */
@DisplayName("The embedded Actuator")
@Timeout(60)
class EmbeddedActuatorTest implements ActuatorFacts {
    private final EmbeddedCluster cluster = Samples.cluster();
    private final ClusterConnection connection = GivenConnection.open(cluster.kubeconfig());
    private final ApiCaller api = ApiCaller.of(cluster.adminConfig());

    @AfterEach
    void close() {
        connection.close();
        cluster.close();
    }

    @Override
    public ApiCaller api() {
        return api;
    }

    @Override
    public String namespace() {
        return Samples.NS;
    }

    @Override
    public String image() {
        return "esc/backend:1";
    }

    @Override
    public String pod(Setting setting) {
        String more = switch (setting) {
            case WELL -> "";
            case STARTING_WITHOUT_DATABASE -> ", {name: DATABASE, value: away}, {name: STARTING, value: '1'}";
            case MOVED -> ", {name: BASE_PATH, value: /manage}, {name: MANAGEMENT_PORT, value: '8443'}";
        };
        if (api.get(core("pods/backend")).code() == 404) {
            api.post(core("pods"), pod("backend", "blue").replace("env: [", "env: [{name: ACTUATOR, value: spring}"
                    + more + ", ")).assertCode(201);
            until("it answers", () -> api.get(core("pods/backend:8080/proxy/"), "*/*"), reply -> reply.code() == 200);
        }
        return "backend";
    }

    @Override
    public HealthAnswer judged(HealthCheck check, String pod) {
        return connection.gateway(namespace()).health(check, List.of(pod)).join().get(pod);
    }
}
