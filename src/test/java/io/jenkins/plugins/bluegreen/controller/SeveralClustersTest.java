package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("Releases on several clusters")
class SeveralClustersTest {
    private static final int UNANSWERED = 12;

    private final ReleasingPipeline releasing = new ReleasingPipeline();

    @AfterEach
    void close() {
        releasing.close();
    }

    @Test
    @DisplayName("are not held up by one cluster that does not answer")
    void oneDoesNotAnswer(JenkinsRule jenkins) throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            releasing.configure("mute", "http://127.0.0.1:" + mute.getLocalPort());
            releasing.configure();
            WorkflowRun run = releasing.run(jenkins, """
                    def releases = [local: { blueGreenDeploy(cluster: 'local', %1$s) }]
                    for (int i = 0; i < %2$d; i++) {
                        releases["mute-${i}"] = { blueGreenDeploy(cluster: 'mute', namespace: 'esc', %1$s) }
                    }
                    parallel releases
                    """.formatted(ReleasingPipeline.parameters("2.0.1"), UNANSWERED));
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            String log = JenkinsRule.getLog(run);
            int promoted = log.indexOf(" PROMOTED ");
            int refused = log.indexOf(" FAILED_BEFORE_SWITCH ");
            assertTrue(promoted >= 0 && promoted < refused, log);
            assertEquals("2.0.1", releasing.version());
        }
    }
}
