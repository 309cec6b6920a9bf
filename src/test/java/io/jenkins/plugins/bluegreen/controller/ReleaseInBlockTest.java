package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

@DisplayName("A release in a block that Discord follows")
class ReleaseInBlockTest {
    private static final String FIRST = ReleasingPipeline.parameters("2.0.1");

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    private final ReleasingPipeline releasing = new ReleasingPipeline();
    private final ChannelOfJenkins channel = new ChannelOfJenkins();

    @AfterEach
    void close() {
        releasing.close();
        channel.close();
    }

    private WorkflowRun start(JenkinsRule jenkins, String script) throws Exception {
        releasing.configure();
        channel.configure();
        return releasing.run(jenkins, script);
    }

    private List<String> titles() {
        List<String> titles = new ArrayList<>();
        for (JsonNode embed : channel.post(0).body().path("embeds")) {
            titles.add(embed.path("title").asText());
        }
        return titles;
    }

    @Test
    @DisplayName("joins its message, before and after a restart")
    void joins() throws Throwable {
        session.then(jenkins -> {
            WorkflowRun run = start(
                    jenkins,
                    """
                    withDiscordNotify {
                        stage('First') { blueGreenDeploy(%s) }
                        stage('Second') { blueGreenDeploy(%s, stabilize: 15) }
                    }
                    """
                            .formatted(FIRST, FIRST.replace("2.0.1", "2.0.2").replace("stabilize: 0, ", "")));
            jenkins.waitForMessage("they must stay so for 15 s", run);
            channel.discord.await("the second release is shown", () -> channel.posted() == 1 && titles().size() == 3);
        });
        session.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName(ReleasingPipeline.JOB, WorkflowJob.class)
                    .getLastBuild();
            jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
            assertEquals(1, channel.posted());
            assertEquals(
                    List.of("✅ backend \\#1", "✅ backend is live on blue", "✅ backend is live on green"), titles());
            assertEquals(List.of("✅ **First** 0.0 s", "✅ **Second** 0.0 s"), channel.lines(0).subList(0, 2));
            List<String> phases = ChannelOfJenkins.lines(channel.post(0).body().at("/embeds/2"));
            assertEquals(
                    List.of("PLAN", "LOCK", "APPLY", "READY", "SWITCH", "RETIRE"),
                    phases.stream()
                            .filter(line -> line.startsWith("✅ "))
                            .map(line -> line.replaceAll(".*\\*\\*(.*)\\*\\*.*", "$1"))
                            .toList());
        });
    }

    @Test
    @DisplayName("that fails pings once, though its block fails too")
    void failure() throws Throwable {
        session.then(jenkins -> {
            String script = "withDiscordNotify { stage('Deploy') { withBlueGreenDeploy(" + FIRST + ") { error 'smoke' } } }";
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(start(jenkins, script)));
            assertEquals(2, channel.posted());
            assertEquals("❌ backend \\#1", titles().get(0));
            assertEquals("❌ backend was not released; its traffic was not touched", titles().get(1));
            assertEquals("❌ backend was not released; its traffic was not touched", channel.title(1));
            assertEquals(Set.of("everyone"), channel.pings(1));
            assertTrue(channel.lines(0).contains("❌ **Deploy** 0.0 s"));
        });
    }
}
