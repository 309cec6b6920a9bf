package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of a database migration beside the Deployment. */
@E2e
class JobE2eTest {
    private static final String DRAINING = Yaml.DEPLOYMENT.replace("value: graceful", "value: drain");

    @Test
    @DisplayName("C93 25 a Job runs once per content before the Deployment; one that fails, fails the release untouched")
    void migration(Trial trial) {
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, DRAINING, Yaml.JOB)
                .environment("DRAIN", "3s")
                .live(BLUE);
        assertEquals(1, jobs(trial).size());
        Load load = trial.smallTraffic();

        Released second = trial.release("v2");
        assertEquals(Outcome.PROMOTED, second.outcome(), second::story);
        // it reads the ConfigMap, which names the version: another content
        assertEquals(2, jobs(trial).size(), second::story);
        assertTrue(
                second.story().indexOf("is complete") < second.story().indexOf("Deployment/backend-green applied"),
                second::story);
        Released again = trial.release("v2");
        assertEquals(Outcome.UNCHANGED, again.outcome(), again::story);
        assertEquals(2, jobs(trial).size(), again::story);

        String failing = Yaml.JOB.replace("value: \"0\"", "value: \"3\"");
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, DRAINING, failing);
        Released failed = trial.release("v3");
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
        failed.assertSays("backend-migrate-", "exit code 3", "crash on purpose", "The traffic is on backend-green");
        assertEquals(0, trial.admin().apps().deployments().inNamespace(trial.namespace()).withName("backend-blue").get()
                .getSpec().getReplicas(), failed::story);
        assertEquals("green v2", trial.liveColor() + " " + trial.version(), failed::story);
        trial.assertNothingLost(load);
    }

    private static List<Job> jobs(Trial trial) {
        return trial.admin().batch().v1().jobs().inNamespace(trial.namespace()).list().getItems();
    }
}
