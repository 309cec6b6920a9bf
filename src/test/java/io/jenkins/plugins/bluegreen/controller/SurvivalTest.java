package io.jenkins.plugins.bluegreen.controller;

import static io.jenkins.plugins.bluegreen.controller.ReleasingPipeline.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.FilePath;
import hudson.model.Result;
import hudson.remoting.DelegatingCallable;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.bluegreen.jenkins.release.ControllerReleases;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.remoting.RoleChecker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("A release whose build or agent goes away")
class SurvivalTest {
    private static final String WATCHED =
            ", health: actuator(path: '/actuator/health', port: 8080, interval: 1), monitor: [duration: 120, interval: 1])";

    private final ReleasingPipeline releasing = new ReleasingPipeline();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        releasing.configure();
        releasing.live(jenkins, "2.0.1");
    }

    @AfterEach
    void close() {
        releasing.close();
    }

    private WorkflowRun watched() throws Exception {
        WorkflowRun run = releasing.start(jenkins, "2.0.2", WATCHED);
        jenkins.waitForMessage("MONITOR  begins", run);
        assertEquals("green", releasing.color());
        return run;
    }

    private ReleaseRecord last(int of) {
        Awaitility.await("record").atMost(60, TimeUnit.SECONDS).until(() -> records().size() == of);
        return records().get(0);
    }

    private static List<ReleaseRecord> records() {
        return ControllerReleases.get().history().of("local", NAMESPACE, "backend");
    }

    private void nothingIsKept() {
        Path running = jenkins.jenkins.getRootDir().toPath().resolve("blue-green/running");
        Awaitility.await("running/ is empty").atMost(20, TimeUnit.SECONDS).until(() -> {
            try (Stream<Path> files = Files.list(running)) {
                return files.findAny().isEmpty();
            }
        });
    }

    private void broughtBack(String reason) {
        ReleaseRecord record = last(2);
        assertEquals("ABORTED", record.outcome());
        assertTrue(record.message().contains(reason), record::message);
        assertEquals("blue", releasing.color());
        assertEquals(0, releasing.replicas("backend-green"));
        assertEquals(0, releasing.cluster.list(NAMESPACE, "leases").size());
        nothingIsKept();
    }

    @Test
    @DisplayName("C102 timeout: is brought back, and says so")
    void timeout() throws Exception {
        WorkflowRun run = releasing.run(
                jenkins,
                "timeout(time: 15, unit: 'SECONDS') { blueGreenDeploy(" + ReleasingPipeline.parameters("2.0.2") + WATCHED
                        + " }");
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("timeout(…) of the build", run);
        broughtBack("timeout(…) of the build");
    }

    @Test
    @DisplayName("C102 hard kill: is brought back without its build")
    void hardKill() throws Exception {
        watched().doKill();
        broughtBack("The build ended (ABORTED) before its release was over.");
    }

    @Test
    @DisplayName("C102 deleted build: is brought back without it")
    void deleted() throws Exception {
        watched().delete();
        broughtBack("before its release was over.");
    }

    @Test
    @DisplayName("C100 agent removed: goes on to its end")
    void agentRemoved() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "on-agent");
        FilePath workspace = agent.getWorkspaceFor(job).child("k8s");
        try (Stream<Path> files = Files.list(Path.of("examples", "backend", "k8s"))) {
            for (Path file : files.toList()) {
                workspace.child(file.getFileName().toString())
                        .write(Files.readString(file).replace("${DB_PASSWORD}", "swordfish"), "UTF-8");
            }
        }
        job.setDefinition(new CpsFlowDefinition(
                "node('" + agent.getNodeName() + "') { blueGreenDeploy(" + ReleasingPipeline.parameters("2.0.2")
                        + WATCHED.replace("120", "20") + " }",
                true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("MONITOR  begins", run);
        jenkins.jenkins.removeNode(agent);
        assertEquals("PROMOTED", last(2).outcome());
        assertEquals("green", releasing.color());
        jenkins.waitForCompletion(run);
        nothingIsKept();
    }

    @Test
    @DisplayName("C103 agent hangs: Stop ends the step within a second")
    void agentHangs() throws Exception {
        try {
            Hanging.on = true;
            WorkflowRun run = releasing.start(jenkins, "2.0.2", WATCHED);
            Awaitility.await().until(() -> Hanging.begun.getCount() == 0);
            run.doStop();
            Awaitility.await("the end").atMost(3, TimeUnit.SECONDS).until(() -> !run.isBuilding());
            jenkins.assertBuildStatus(Result.ABORTED, run);
        } finally {
            Hanging.on = false;
            Hanging.over.countDown();
        }
        assertEquals(1, records().size());
        nothingIsKept();
    }

    /** An agent that does not answer while files are read. */
    @TestExtension("agentHangs")
    public static final class Hanging extends FilePath.FileCallableWrapperFactory {
        static volatile boolean on;
        static final CountDownLatch begun = new CountDownLatch(1);
        static final CountDownLatch over = new CountDownLatch(1);

        @Override
        public <T> DelegatingCallable<T, IOException> wrap(DelegatingCallable<T, IOException> callable) {
            if (on) {
                begun.countDown();
                return new Late<>(callable);
            }
            return callable;
        }
    }

    private static final class Late<T> implements DelegatingCallable<T, IOException> {
        private static final long serialVersionUID = 1L;

        private final DelegatingCallable<T, IOException> callable;

        Late(DelegatingCallable<T, IOException> callable) {
            this.callable = callable;
        }

        @Override
        public T call() throws IOException {
            try {
                Hanging.over.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return callable.call();
        }

        @Override
        public ClassLoader getClassLoader() {
            return callable.getClassLoader();
        }

        @Override
        public void checkRoles(RoleChecker checker) {}
    }
}
