package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.discord.local.Answer;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.discord.BuildConversations;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("The steps of a build that write to a webhook")
class BuildConversationsTest {
    private static final String GONE = "is not in Discord any more";

    private final ReleasingPipeline releasing = new ReleasingPipeline();
    private final ChannelOfJenkins channel = new ChannelOfJenkins();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        releasing.configure();
        channel.configure();
    }

    @AfterEach
    void close() {
        releasing.close();
        channel.close();
    }

    private WorkflowRun succeeds(String script) throws Exception {
        return jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(releasing.run(jenkins, script)));
    }

    private static int told(Run<?, ?> run) throws Exception {
        return JenkinsRule.getLog(run).split(GONE, -1).length - 1;
    }

    /** The builds with stored conversations. */
    private static Set<?> kept() throws Exception {
        BuildConversations conversations = ExtensionList.lookupSingleton(BuildConversations.class);
        Field first = BuildConversations.class.getDeclaredField("first");
        first.setAccessible(true);
        synchronized (conversations) {
            return Set.copyOf(((Map<?, ?>) first.get(conversations)).keySet());
        }
    }

    @Test
    @DisplayName("leave it alone, all of them, once it has answered one with 404, and say so once")
    void refusedOnce() throws Exception {
        WebhookEntry alias = ChannelOfJenkins.entry("alias", "team-url");
        alias.setUsername("Releases");
        BlueGreenConfiguration.get().setWebhooks(List.of(ChannelOfJenkins.entry("team", "team-url"), alias));
        channel.discord.always(Answer.notFound());
        String script =
                """
                echo 'ids: ' + discordNotify(webhook: 'team') + discordNotify(webhook: 'team')
                withDiscordNotify(webhook: 'team') { echo 'in the block' }
                blueGreenDeploy(%s, notify: 'alias')
                """
                        .formatted(ReleasingPipeline.parameters("2.0.1"));
        WorkflowRun first = succeeds(script);
        assertEquals(1, channel.discord.requests().size(), channel.discord.requests()::toString);
        assertEquals(1, told(first));
        jenkins.assertLogContains("ids: nullnull", first);
        assertEquals("2.0.1", releasing.version());
        WorkflowRun second = succeeds(script);
        assertEquals(2, channel.discord.requests().size(), channel.discord.requests()::toString);
        assertEquals(1, told(second));
        assertEquals(Set.of(), kept());
    }

    @Test
    @DisplayName("at the same time leave it alone after the first answer")
    void refusedInParallel() throws Exception {
        channel.discord.always(Answer.notFound());
        String branches = "parallel(a: { N }, b: { N }, c: { N }, d: { N }, e: { N }, f: { N }, g: { N }, h: { N })";
        WorkflowRun run = succeeds(branches.replace("N", "discordNotify()"));
        assertEquals(1, channel.discord.requests().size(), channel.discord.requests()::toString);
        assertEquals(1, told(run));
    }

    @Test
    @DisplayName("fail where they are told to, though the webhook is known to be gone")
    void failOnError() throws Exception {
        channel.discord.always(Answer.notFound());
        WorkflowRun run = jenkins.assertBuildStatus(
                Result.FAILURE,
                jenkins.waitForCompletion(releasing.run(jenkins, "discordNotify()\ndiscordNotify(failOnError: true)")));
        assertEquals(1, channel.discord.requests().size(), channel.discord.requests()::toString);
        jenkins.assertLogContains("ERROR: Webhook", run);
    }

    @Test
    @DisplayName("are remembered while the build runs, and not after it")
    void forgotten() throws Exception {
        WorkflowRun run = releasing.run(jenkins, "discordNotify()\necho 'waiting'\nsleep 300");
        jenkins.waitForMessage("waiting", run);
        assertTrue(kept().equals(Set.of(run)), () -> "only " + run + " should be kept");
        run.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertEquals(Set.of(), kept());
    }
}
