package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.console.ConsoleNote;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.bluegreen.jenkins.form.NamedValue;
import io.jenkins.plugins.bluegreen.jenkins.release.ControllerReleases;
import io.jenkins.plugins.bluegreen.jenkins.steps.BlueGreenDeployBuilder;
import io.jenkins.plugins.bluegreen.jenkins.steps.BlueGreenDeployStep;
import io.jenkins.plugins.bluegreen.jenkins.steps.MonitorOption;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

@DisplayName("A release whose controller is started anew")
class RestartTest {
    private static final String WATCHED =
            ", health: actuator(path: '/actuator/health', port: 8080, interval: 1), monitor: [duration: 15, interval: 1]";

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    private final ReleasingPipeline releasing = new ReleasingPipeline();

    @AfterEach
    void close() {
        releasing.close();
    }

    /** Ends the controller while a build is at {@code message}. */
    private void interrupted(String more, String message) throws Throwable {
        session.then(jenkins -> {
            releasing.configure();
            releasing.live(jenkins, "2.0.1");
            jenkins.waitForMessage(message, releasing.start(jenkins, "2.0.2", more));
        });
    }

    private static WorkflowRun last(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName(ReleasingPipeline.JOB, WorkflowJob.class).getLastBuild();
    }

    private void goesOn(String... told) throws Throwable {
        session.then(jenkins -> {
            WorkflowRun run = jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(last(jenkins)));
            jenkins.assertLogContains("The controller was started anew", run);
            for (String line : told) {
                jenkins.assertLogContains(line, run);
            }
            assertEquals("2.0.2", releasing.version());
            assertEquals("green", releasing.color());
            assertEquals(0, releasing.replicas("backend-blue"));
        });
    }

    @Test
    @DisplayName("in READY goes on")
    void ready() throws Throwable {
        interrupted(", stabilize: 15)", "they must stay so for 15 s");
        goesOn("the release goes on in READY", "outcome:PROMOTED");
    }

    @Test
    @DisplayName("in its block goes on with the block")
    void block() throws Throwable {
        interrupted(") { echo 'in the block'; sleep 10; echo 'block over' }", "in the block");
        goesOn("the release goes on in TEST", "block over", "outcome:PROMOTED");
    }

    @Test
    @DisplayName("C105 in MONITOR goes on watching, and prints everything once, in order")
    void monitor() throws Throwable {
        interrupted(WATCHED + ")", "MONITOR  begins");
        goesOn("the release goes on in MONITOR", "Nothing wrong in 15 s");
        session.then(jenkins -> {
            List<String> lines = last(jenkins).getLog(1_000).stream()
                    .map(ConsoleNote::removeNotes)
                    .filter(line -> line.startsWith("[backend] ") || line.startsWith("The controller was"))
                    .toList();
            assertEquals(List.copyOf(new LinkedHashSet<>(lines)), lines);
            List<String> times = lines.stream()
                    .filter(line -> line.startsWith("["))
                    .map(line -> line.split(" ")[1])
                    .toList();
            assertEquals(times.stream().sorted().toList(), times);
        });
    }

    /** Brings the release back although its build does not go on. */
    private void comesBack() throws Throwable {
        session.then(jenkins -> {
            Awaitility.await("brought back").atMost(60, TimeUnit.SECONDS).until(() -> releasing.color()
                    .equals("blue"));
            Awaitility.await("Lease").atMost(60, TimeUnit.SECONDS).until(() -> releasing.cluster
                    .list(ReleasingPipeline.NAMESPACE, "leases")
                    .isEmpty());
            ReleaseRecord record = ControllerReleases.get()
                    .history()
                    .of("local", ReleasingPipeline.NAMESPACE, "backend")
                    .get(0);
            assertEquals("ABORTED", record.outcome());
            assertTrue(record.message().startsWith("The controller was restarted, and the build"), record::message);
        });
    }

    @Test
    @DisplayName("C101 in a Pipeline that must not resume is brought back")
    void disabledResume() throws Throwable {
        session.then(jenkins -> jenkins.createProject(WorkflowJob.class, ReleasingPipeline.JOB)
                .setResumeBlocked(true));
        interrupted(WATCHED.replace("15", "300") + ")", "MONITOR  begins");
        comesBack();
    }

    @Test
    @DisplayName("C101 in a freestyle build is brought back")
    void freestyle() throws Throwable {
        session.then(jenkins -> {
            releasing.configure();
            releasing.live(jenkins, "2.0.1");
            FreeStyleProject job = jenkins.createFreeStyleProject("freestyle");
            job.setCustomWorkspace(jenkins.jenkins
                    .getWorkspaceFor(jenkins.jenkins.getItemByFullName(ReleasingPipeline.JOB, WorkflowJob.class))
                    .getRemote());
            BlueGreenDeployStep step = new BlueGreenDeployStep();
            step.setManifests("k8s/*.yaml");
            step.setImage("esc/backend:2.0.2");
            step.setVariables(List.of(
                    new NamedValue("VERSION", "2.0.2"), new NamedValue("DB_HOST", "db"), new NamedValue("DB_USER", "u")));
            step.setStabilize(0);
            MonitorOption monitor = new MonitorOption();
            monitor.setDuration(300);
            step.setMonitor(monitor);
            job.getBuildersList().add(new BlueGreenDeployBuilder(step));
            jenkins.waitForMessage("MONITOR  begins", job.scheduleBuild2(0).waitForStart());
        });
        comesBack();
    }

    @Test
    @DisplayName("in MONITOR goes back if the new colour went bad meanwhile")
    void wentBad() throws Throwable {
        interrupted(WATCHED.replace("15", "300") + ")", "MONITOR  begins");
        releasing.sicken("green");
        session.then(jenkins -> {
            WorkflowRun run = jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(last(jenkins)));
            jenkins.assertLogContains("The traffic is on backend-blue.", run);
            assertEquals("2.0.1", releasing.version());
        });
    }
}
