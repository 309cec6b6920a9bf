package io.jenkins.plugins.bluegreen.controller;

import static io.jenkins.plugins.bluegreen.controller.ReleasingPipeline.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

@DisplayName("A release that names a webhook")
class NotifyOfReleaseTest {
    private static final String SILENT = "Discord webhook \"team\" is told nothing of this release, which goes on without it. ";

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    private final ReleasingPipeline releasing = new ReleasingPipeline();
    private final ChannelOfJenkins channel = new ChannelOfJenkins();

    @AfterEach
    void close() {
        releasing.close();
        channel.close();
    }

    private WorkflowRun release(JenkinsRule jenkins, Result result, String more) throws Exception {
        return jenkins.assertBuildStatus(
                result, jenkins.waitForCompletion(releasing.start(jenkins, "2.0.1", ", notify: 'team'" + more + ")")));
    }

    @Test
    @DisplayName("is promoted without it when the credentials are missing, and says so")
    void noCredentials() throws Throwable {
        session.then(jenkins -> {
            releasing.configure();
            BlueGreenConfiguration.get().setWebhooks(List.of(ChannelOfJenkins.entry("team", "gone")));
            WorkflowRun run = release(jenkins, Result.SUCCESS, "");
            jenkins.assertLogContains(
                    SILENT + "The credentials of Discord webhook \"team\" are not there, not a secret text, or not for this"
                            + " job: gone",
                    run);
            jenkins.assertLogContains("outcome:PROMOTED", run);
            assertEquals("2.0.1", releasing.version());
        });
    }

    @Test
    @DisplayName("is promoted without it when the secret is no webhook's address, and does not show the secret")
    void noAddress() throws Throwable {
        session.then(jenkins -> {
            releasing.configure();
            channel.configure("team", channel.discord.webhook() + "/xyzzy-17");
            WorkflowRun run = release(jenkins, Result.SUCCESS, "");
            jenkins.assertLogContains(SILENT + "The webhook's address is not that of a webhook", run);
            jenkins.assertLogContains("outcome:PROMOTED", run);
            jenkins.assertLogNotContains("xyzzy-17", run);
            assertEquals(List.of(), channel.discord.requests());
        });
    }

    @Test
    @DisplayName("that is not there is refused before anything is touched")
    void noWebhook() throws Throwable {
        session.then(jenkins -> {
            releasing.configure();
            channel.configure("other", channel.discord.webhook());
            WorkflowRun run = release(jenkins, Result.FAILURE, "");
            jenkins.assertLogContains("ERROR: No Discord webhook \"team\" is configured.", run);
            assertEquals(0, releasing.cluster.list(NAMESPACE, "deployments").size());
            assertEquals(0, releasing.cluster.list(NAMESPACE, "leases").size());
        });
    }

    @Test
    @DisplayName("goes on after a restart although its webhook is no longer configured")
    void webhookGoneMeanwhile() throws Throwable {
        session.then(jenkins -> {
            releasing.configure();
            channel.configure();
            WorkflowRun run = releasing.start(jenkins, "2.0.1", ", notify: 'team', stabilize: 15)");
            jenkins.waitForMessage("they must stay so for 15 s", run);
            BlueGreenConfiguration.get().setWebhooks(List.of());
        });
        session.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName(ReleasingPipeline.JOB, WorkflowJob.class)
                    .getLastBuild();
            jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
            jenkins.assertLogContains(SILENT + "No Discord webhook is configured.", run);
            assertEquals("2.0.1", releasing.version());
        });
    }
}
