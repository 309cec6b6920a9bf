package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import io.jenkins.plugins.bluegreen.discord.local.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

@DisplayName("A block that Discord follows")
class DiscordNotifyBlockTest {
    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    private final ChannelOfJenkins channel = new ChannelOfJenkins();

    @AfterEach
    void close() {
        channel.close();
    }

    private WorkflowRun ends(JenkinsRule jenkins, Result result, String script) throws Exception {
        channel.configure();
        return jenkins.assertBuildStatus(result, jenkins.waitForCompletion(channel.start(jenkins, script)));
    }

    @Test
    @DisplayName("shows its stages and branches, in order, each once, and returns what the block does")
    void stages() throws Throwable {
        session.then(jenkins -> {
            WorkflowRun run = ends(
                    jenkins,
                    Result.SUCCESS,
                    """
                    stage('Before') { }
                    def r = withDiscordNotify(webhook: 'team', title: 'Shop 2.0') {
                        stage('Build') { echo 'x' }
                        stage('Test') {
                            parallel(
                                unit: { stage('fast') { sleep 1 } },
                                browser: { sleep 2; stage('slow') { } })
                        }
                        stage('Deploy') { retry(2) { echo 'y' } }
                        'done'
                    }
                    stage('After') { echo 'r=' + r }
                    """);
            jenkins.assertLogContains("r=done", run);
            assertEquals(1, channel.posted());
            assertEquals("✅ Shop 2.0", channel.title(0));
            assertEquals(
                    List.of(
                            "✅ **Build** 0.0 s",
                            "✅ **Test** 0.0 s",
                            "\u2003✅ **unit** 0.0 s",
                            "\u2003\u2003✅ **fast** 0.0 s",
                            "\u2003✅ **browser** 0.0 s",
                            "\u2003\u2003✅ **slow** 0.0 s",
                            "✅ **Deploy** 0.0 s"),
                    channel.lines(0).subList(0, 7));
            // the message's states: no stage twice, and none before its time
            List<List<String>> seen = new ArrayList<>();
            for (JsonNode state : channel.post(0).states()) {
                seen.add(ChannelOfJenkins.lines(state.at("/embeds/0")));
            }
            assertTrue(seen.stream().anyMatch(lines -> lines.contains("⏳ **Test** <t>")), seen::toString);
            for (List<String> lines : seen) {
                assertEquals(Set.copyOf(lines).size(), lines.size(), lines::toString);
            }
        });
    }

    @Test
    @DisplayName("that fails shows where, and posts anew with a mention")
    void failure() throws Throwable {
        session.then(jenkins -> {
            ends(
                    jenkins,
                    Result.FAILURE,
                    """
                    withDiscordNotify {
                        stage('Build') { }
                        stage('Test') { stage('unit') { error '3 tests failed' } }
                    }
                    """);
            assertEquals(2, channel.posted());
            assertEquals("❌ shop \\#1", channel.title(0));
            assertEquals(
                    List.of(
                            "✅ **Build** 0.0 s",
                            "❌ **Test** 0.0 s",
                            "\u2003❌ **unit** 0.0 s",
                            "",
                            "3 tests failed"),
                    channel.lines(0).subList(0, 5));
            assertEquals(Set.of(), channel.pings(0));
            assertEquals(Set.of("everyone"), channel.pings(1));
        });
    }

    @Test
    @DisplayName("shows what is unstable, what was aborted, and what failed without failing the build")
    void states() throws Throwable {
        session.then(jenkins -> {
            ends(
                    jenkins,
                    Result.UNSTABLE,
                    """
                    withDiscordNotify {
                        stage('Test') { unstable 'one test failed' }
                        stage('Lint') { catchError(buildResult: 'SUCCESS', stageResult: 'FAILURE') { error 'x' } }
                        try {
                            stage('Wait') { timeout(time: 1, unit: 'SECONDS') { sleep 60 } }
                        } catch (e) {
                            echo 'went on'
                        }
                    }
                    """);
            assertEquals(1, channel.posted());
            assertEquals("⚠️ shop \\#1", channel.title(0));
            assertEquals(
                    List.of("⚠️ **Test** 0.0 s", "❌ **Lint** 0.0 s", "⏹️ **Wait** 0.0 s"),
                    channel.lines(0).subList(0, 3));
        });
    }

    @Test
    @DisplayName("goes on in the same message after a restart, with what was and what comes")
    void restart() throws Throwable {
        session.then(jenkins -> {
            channel.configure();
            WorkflowRun run = channel.start(
                    jenkins,
                    """
                    withDiscordNotify {
                        stage('Build') { unstable 'hm' }
                        stage('Wait') { echo 'waiting'; sleep 10 }
                        stage('Deploy') { }
                    }
                    """);
            jenkins.waitForMessage("waiting", run);
            channel.discord.await(
                    "the second stage is shown",
                    () -> channel.posted() == 1 && channel.lines(0).contains("⏳ **Wait** <t>"));
        });
        session.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName(ChannelOfJenkins.JOB, WorkflowJob.class)
                    .getLastBuild();
            jenkins.assertBuildStatus(Result.UNSTABLE, jenkins.waitForCompletion(run));
            assertEquals(1, channel.posted());
            assertEquals(
                    List.of("⚠️ **Build** 0.0 s", "✅ **Wait** 0.0 s", "✅ **Deploy** 0.0 s"),
                    channel.lines(0).subList(0, 3));
            assertEquals("⚠️ shop \\#1", channel.title(0));
        });
    }

    @Test
    @DisplayName("is not held up by a Discord that does not answer, by more than five seconds, nor failed")
    void silence() throws Throwable {
        session.then(jenkins -> {
            channel.discord.always(Answer.hang(java.time.Duration.ofMinutes(2)));
            long begin = System.nanoTime();
            WorkflowRun run = ends(jenkins, Result.SUCCESS, "withDiscordNotify { stage('Build') { echo 'in' } }\necho 'out'");
            jenkins.assertLogContains("out", run);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
            assertTrue(seconds < 20, () -> seconds + " s");
            assertTrue(run.getDuration() < 12_000, () -> run.getDuration() + " ms");
        });
    }

    @Test
    @DisplayName("that somebody aborts says so, and pings nobody")
    void aborted() throws Throwable {
        session.then(jenkins -> {
            channel.configure();
            WorkflowRun run =
                    channel.start(jenkins, "withDiscordNotify { stage('Wait') { echo 'waiting'; sleep 600 } }");
            jenkins.waitForMessage("waiting", run);
            run.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertEquals(1, channel.posted());
            assertEquals("⏹️ shop \\#1", channel.title(0));
            assertEquals("⏹️ **Wait** 0.0 s", channel.lines(0).get(0));
        });
    }
}
