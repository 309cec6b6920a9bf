package io.jenkins.plugins.bluegreen.e2e.apps;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.steps.Jenkinsfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.expr.Expression;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The flow of {@code examples/backend}: its application, its manifests, and the parameters of its Jenkinsfile. */
@E2e
class BackendE2eTest {
    private static final Path EXAMPLE = Path.of("examples", "backend");
    /** Those that the test gives, with shorter times and without Prometheus. */
    private static final Set<String> PARAMETERS =
            Set.of("cluster", "app", "manifestText", "image", "variables", "health", "stabilize", "monitor");
    private static final String OVERRIDES = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: backend-overrides
            data:
              SPRING_PROFILES_ACTIVE: production,drills
            """;
    /** A node may send new connections to Pods that a Service no longer selects. */
    private static final long ROUTING_LAG_MILLIS = 2_000;

    private Trial trial;
    private String database;
    private HealthCheck health;

    @Test
    @DisplayName("The backend: promoted, DOWN without its database, slow, rolled back by hand, out of memory")
    void flow(Trial given) throws Exception {
        trial = given;
        BackendImage.make("2.0.1", "2.0.2", "2.0.3", "2.0.4");
        database = Postgres.start(trial);
        readJenkinsfile();
        Postgres.await(trial);

        promoted(release("2.0.1", database, MonitorSpec.lasting(2, 1)), "2.0.1");
        trial.awaitAccepting();
        Load planned = trial.traffic(4, 8, 50);
        promoted(release("2.0.2", database), "2.0.2");
        withoutDatabase();
        slowStart();
        rolledBack();
        LoadResult result = trial.assertNothingLost(planned);
        assertEquals(Set.of("2.0.1", "2.0.2", "2.0.3"), result.versions().keySet(), result::toString);

        outOfMemory();
    }

    private void readJenkinsfile() throws IOException {
        Jenkinsfile jenkinsfile = Jenkinsfile.read(EXAMPLE.resolve("Jenkinsfile"));
        List<String> manifests = new ArrayList<>();
        for (String file : jenkinsfile.loops.get(0)) {
            manifests.add(Files.readString(EXAMPLE.resolve(file)));
        }
        trial.manifests(manifests.toArray(String[]::new));
        Map<String, Expression> given = jenkinsfile.calls("blueGreenDeploy").get(0).named();
        assertEquals(PARAMETERS, given.keySet());
        Map<String, Expression> actuator = Jenkinsfile.named(given.get("health"));
        assertEquals(Set.of("path", "port", "successes"), actuator.keySet());
        health = HealthCheck.actuator(Jenkinsfile.text(actuator.get("path")), number(actuator.get("port")))
                .withThresholds(number(actuator.get("successes")), 3)
                .withTiming(1, 5);
    }

    private static int number(Expression constant) {
        return Integer.parseInt(Jenkinsfile.text(constant));
    }

    private Released release(String version, String host) {
        return release(version, host, MonitorSpec.lasting(8, 1).withUrl(trial.url() + "/actuator/health", 0));
    }

    /** As in the Jenkinsfile, with shorter times. */
    private Released release(String version, String host, MonitorSpec monitor) {
        return trial.release(version, spec -> parameters(spec, version, host).monitor(monitor));
    }

    private ReleaseSpec.Builder parameters(ReleaseSpec.Builder spec, String version, String host) {
        return spec.image(BackendImage.NAME + ":" + version)
                .variable("VERSION", version)
                .variable("DB_HOST", host)
                .variable("DB_USER", Postgres.USER)
                .variable("DB_PASSWORD", Postgres.PASSWORD)
                .health(health)
                .stabilizeSeconds(2)
                .timeoutSeconds(120);
    }

    private void promoted(Released released, String version) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        trial.until("an answer of " + version, () -> trial.version().equals(version));
    }

    private void withoutDatabase() {
        // nobody is there
        Released failed = release("2.0.3", "127.0.0.1");
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
        assertEquals(Phase.HEALTH, failed.phases().get(failed.phases().size() - 2), failed::story);
        failed.assertSays("Pod backend-blue-", "says \"DOWN\"", "its component db is DOWN");
        assertEquals("2.0.2", trial.version());
    }

    private void slowStart() {
        trial.human(OVERRIDES + "  DRILLS_START: 15s\n");
        promoted(release("2.0.3", database), "2.0.3");
    }

    private void rolledBack() {
        Released back = trial.rollBack();
        promoted(back, "2.0.2");
        back.assertSays("backend is back on backend-green");
    }

    private void outOfMemory() {
        trial.human(OVERRIDES + "  DRILLS_LEAK: 4MB\n");
        Load load = trial.traffic();

        Released failed = release("2.0.4", database, MonitorSpec.lasting(90, 1));

        trial.goesOn(load, 300);
        assertEquals(Outcome.ROLLED_BACK, failed.outcome(), failed::story);
        failed.assertSays("backend-blue-", "exit code 3", "java.lang.OutOfMemoryError: Java heap space");
        assertEquals(0, trial.replicas(BLUE));
        assertEquals(2, trial.replicas(GREEN));
        long routed = trial.history.switchedTo("green") + ROUTING_LAG_MILLIS;
        long switched = trial.history.switchedTo("blue");
        LoadResult result = load.stop();
        assertTrue(
                result.losses().stream()
                        .allMatch(lost -> lost.sentMillis() > switched && lost.sentMillis() < routed),
                result::toString);
    }
}
