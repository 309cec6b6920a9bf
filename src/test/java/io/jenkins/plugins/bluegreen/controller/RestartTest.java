package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
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
    @DisplayName("in MONITOR goes on watching")
    void monitor() throws Throwable {
        interrupted(WATCHED + ")", "MONITOR  begins");
        goesOn("the release goes on in MONITOR", "Nothing wrong in 15 s");
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
