package io.jenkins.plugins.bluegreen.controller;

import static io.jenkins.plugins.bluegreen.controller.ReleasingPipeline.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("Builds that use the same cluster")
class ClusterConnectionsTest {
    /** The thread's name of a connection that watches anything; each has one. */
    private static final String THREAD = "blue-green cluster changes";

    private final ReleasingPipeline releasing = new ReleasingPipeline();
    private final Set<Thread> before = threads();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        releasing.configure();
    }

    @AfterEach
    void close() {
        releasing.close();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(THREAD))
                .collect(Collectors.toSet());
    }

    /** The threads of this test's connections. */
    private Set<Thread> connections() {
        Set<Thread> now = new HashSet<>(threads());
        now.removeAll(before);
        return now;
    }

    @Test
    @DisplayName("share one connection, which is closed when no build uses it and its cluster is configured no more")
    void shared() throws Exception {
        releasing.live(jenkins, "2.0.1");
        releasing.cluster.requests().clear();
        WorkflowRun releases = releasing.start(jenkins, "2.0.2", ", monitor: [duration: 300])");
        jenkins.waitForMessage("MONITOR  begins", releases);
        WorkflowJob other = jenkins.createProject(WorkflowJob.class, "other");
        other.setDefinition(new CpsFlowDefinition("node { blueGreenRollback(app: 'backend') }", true));
        WorkflowRun waits = other.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("LOCK", waits);
        releasing.cluster.await("one connection", () -> connections().size() == 1);
        assertEquals(3, releasing.cluster.requests().count("watch", "*"), releasing.cluster.requests()::toString);

        BlueGreenConfiguration.get().setClusters(List.of());
        waits.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(waits));
        assertEquals(1, connections().size());
        // the cluster is no longer configured, and the build that uses it still finishes
        releases.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(releases));
        assertEquals("2.0.1", releasing.version());

        BlueGreenConfiguration.get().setClusters(List.of());
        releasing.cluster.await("no connection", () -> connections().isEmpty());
    }

    @Test
    @DisplayName("one after the other have the same connection")
    void kept() throws Exception {
        releasing.live(jenkins, "2.0.1");
        Set<Thread> first = connections();
        assertEquals(1, first.size());
        releasing.live(jenkins, "2.0.2");
        assertEquals(first, connections());
        assertEquals(2, releasing.cluster.list(NAMESPACE, "deployments").size());
    }
}
