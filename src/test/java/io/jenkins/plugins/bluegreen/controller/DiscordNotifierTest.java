package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.bluegreen.discord.local.Answer;
import io.jenkins.plugins.bluegreen.jenkins.discord.DiscordNotifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("The post-build action Discord notification")
class DiscordNotifierTest {
    private final ChannelOfJenkins channel = new ChannelOfJenkins();
    private final DiscordNotifier notifier = new DiscordNotifier();
    private JenkinsRule jenkins;
    private FreeStyleProject job;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        channel.configure();
        job = jenkins.createFreeStyleProject("shop");
        job.getPublishersList().add(notifier);
    }

    @AfterEach
    void close() {
        channel.close();
    }

    private FreeStyleBuild build(Result result) throws Exception {
        job.getBuildersList().replace(new TestBuilder() {
            @Override
            public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener) {
                if (result != Result.SUCCESS) {
                    build.setResult(result);
                }
                return true;
            }
        });
        return jenkins.assertBuildStatus(result, job.scheduleBuild2(0));
    }

    private List<String> titles() {
        return Stream.iterate(0, i -> i + 1).limit(channel.posted()).map(channel::title).toList();
    }

    @Test
    @DisplayName("reports each event, and the first success after another result as such")
    void events() throws Exception {
        notifier.setOnStart(true);
        notifier.setOnAborted(true);
        build(Result.SUCCESS);
        notifier.setOnStart(false);
        for (Result result : List.of(Result.UNSTABLE, Result.FAILURE, Result.ABORTED, Result.SUCCESS, Result.SUCCESS)) {
            build(result);
        }
        assertEquals(
                List.of(
                        "⏳ shop \\#1 has begun",
                        "✅ shop \\#1 succeeded",
                        "⚠️ shop \\#2 is unstable",
                        "❌ shop \\#3 failed",
                        "⏹️ shop \\#4 was aborted",
                        "✅ shop \\#5 is back to normal",
                        "✅ shop \\#6 succeeded"),
                titles());
        for (int i = 0; i < 7; i++) {
            assertEquals(i == 3 ? Set.of("everyone") : Set.of(), channel.pings(i));
        }
    }

    @Test
    @DisplayName("reports no event that is not selected")
    void nothing() throws Exception {
        notifier.setOnSuccess(false);
        notifier.setOnUnstable(false);
        notifier.setOnFailure(false);
        notifier.setOnFixed(false);
        for (Result result : List.of(Result.UNSTABLE, Result.FAILURE, Result.ABORTED, Result.SUCCESS)) {
            build(result);
        }
        assertEquals(List.of(), channel.discord.requests());
    }

    @Test
    @DisplayName("fails no build, whatever Discord says")
    void trouble() throws Exception {
        channel.discord.always(Answer.notFound());
        jenkins.assertLogContains("is not in Discord any more", build(Result.SUCCESS));
        notifier.setWebhook("nobody");
        jenkins.assertLogContains("nobody", build(Result.SUCCESS));
        notifier.setWebhook(null);
        notifier.setMention("me");
        jenkins.assertLogContains("\"me\" is nobody to mention", build(Result.FAILURE));
    }

    @Test
    @DisplayName("posts in a thread, and opens one in a forum")
    void thread() throws Exception {
        String thread = channel.discord.thread(channel.discord.webhook(), "releases");
        notifier.setThread(thread);
        build(Result.SUCCESS);
        assertEquals(thread, channel.post(0).threadId());
        channel.configure("forum", channel.discord.forum("forum"));
        notifier.setThread("Shop");
        build(Result.SUCCESS);
        assertEquals(2, channel.posted());
        assertNotNull(channel.post(1).threadId());
    }

    @Test
    @DisplayName("keeps in its form what was filled in")
    void form() throws Exception {
        notifier.setWebhook("team");
        notifier.setOnStart(true);
        notifier.setOnSuccess(false);
        notifier.setOnFixed(false);
        notifier.setMention("role:7");
        notifier.setThread("Shop");
        DiscordNotifier before = notifier;
        jenkins.configRoundtrip(job);
        jenkins.assertEqualDataBoundBeans(before, job.getPublishersList().get(DiscordNotifier.class));
    }
}
