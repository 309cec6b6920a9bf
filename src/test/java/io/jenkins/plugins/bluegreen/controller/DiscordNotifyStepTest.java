package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.bluegreen.discord.local.Answer;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.discord.DiscordNotifyStep;
import io.jenkins.plugins.bluegreen.jenkins.discord.WithDiscordNotifyStep;
import io.jenkins.plugins.bluegreen.jenkins.form.NamedValue;
import io.jenkins.plugins.bluegreen.jenkins.steps.BlueGreenDeployBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.displayurlapi.DisplayURLProvider;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.DataBoundConstructor;

@WithJenkins
@DisplayName("The step discordNotify")
class DiscordNotifyStepTest {
    private final ChannelOfJenkins channel = new ChannelOfJenkins();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        channel.configure();
    }

    @AfterEach
    void close() {
        channel.close();
    }

    @Test
    @DisplayName("posts the build's name, address, result and cause, and returns the message's id")
    void defaults() throws Exception {
        WorkflowRun run = channel.run(jenkins, "echo 'id=' + discordNotify()");
        assertEquals(1, channel.posted());
        jenkins.assertLogContains("id=" + channel.post(0).id(), run);
        assertEquals("✅ shop \\#1", channel.title(0));
        assertEquals(
                DisplayURLProvider.get().getRunURL(run),
                String.join("\n", channel.lines(0)) + channel.embed(0).path("url").asText());
        assertEquals(0x2ECC71, channel.embed(0).path("color").asInt());
        assertEquals(Set.of(), channel.pings(0));
    }

    @Test
    @DisplayName("says what it is told to, GStrings too")
    void told() throws Exception {
        channel.run(
                jenkins,
                """
                def version = '2.0.18'
                discordNotify(webhook: 'team', title: "Deployed ${version}", description: '**well** done', content: 'hello',
                    link: 'https://shop.example.com/', result: 'UNSTABLE', footer: 'bye', username: 'Deployer',
                    fields: [Image: "esc/backend:${version}", Count: 3])
                """);
        assertEquals("Deployed 2.0.18", channel.title(0));
        assertEquals("https://shop.example.com/", channel.embed(0).path("url").asText());
        assertEquals("**well** done", channel.embed(0).path("description").asText());
        assertEquals("hello", channel.post(0).body().path("content").asText());
        assertEquals(0xF1C40F, channel.embed(0).path("color").asInt());
        assertEquals("bye", channel.embed(0).at("/footer/text").asText());
        assertEquals("Deployer", channel.post(0).body().at("/author/username").asText());
        assertEquals("esc/backend:2.0.18", channel.embed(0).at("/fields/0/value").asText());
        assertEquals("3", channel.embed(0).at("/fields/1/value").asText());
    }

    @Test
    @DisplayName("changes a message by its id")
    void edit() throws Exception {
        channel.run(
                jenkins,
                """
                def id = discordNotify(title: 'Deploying')
                echo 'same=' + (id == discordNotify(title: 'Deployed', edit: id))
                """);
        assertEquals(1, channel.posted());
        assertEquals("Deployed", channel.title(0));
        assertEquals(2, channel.post(0).states().size());
    }

    @Test
    @DisplayName("posts and edits in a thread, and opens one in a forum")
    void thread() throws Exception {
        String thread = channel.discord.thread(channel.discord.webhook(), "releases");
        channel.run(
                jenkins,
                """
                def id = discordNotify(title: 'one', threadId: '%1$s')
                discordNotify(title: 'two', threadId: '%1$s', edit: id)
                """
                        .formatted(thread));
        assertEquals(thread, channel.post(0).threadId());
        assertEquals("two", channel.title(0));

        channel.configure("forum", channel.discord.forum("forum"));
        channel.run(
                jenkins,
                """
                def id = discordNotify(webhook: 'forum', title: 'three', threadName: 'Build 2')
                discordNotify(webhook: 'forum', title: 'four', threadId: id)
                """);
        assertEquals(3, channel.posted());
        assertEquals(channel.post(1).threadId(), channel.post(2).threadId());
    }

    @Test
    @DisplayName("C107 reaches no webhook that is for other folders, and pings nobody where only the administrator may")
    void tenants() throws Exception {
        WebhookEntry entry = BlueGreenConfiguration.get().getWebhooks().get(0);
        entry.setAllowedFolders("elsewhere, " + ChannelOfJenkins.JOB + "2");
        WorkflowRun refused = channel.run(jenkins, "discordNotify(title: 'one')");
        jenkins.assertLogContains("is not for job " + ChannelOfJenkins.JOB, refused);
        assertEquals(0, channel.posted());
        entry.setAllowedFolders(ChannelOfJenkins.JOB);
        entry.setAllowMentions(false);
        WorkflowRun quiet = channel.run(jenkins, "discordNotify(title: 'two', mention: '@everyone')");
        jenkins.assertLogContains("mentions nobody that a job names", quiet);
        assertEquals(Set.of(), channel.pings(0));
    }

    @Test
    @DisplayName("sends files of the workspace; and the message all the same where there are none")
    void files() throws Exception {
        WorkflowRun run = channel.run(
                jenkins,
                """
                node {
                    writeFile file: 'out/report.txt', text: 'fine'
                    discordNotify(files: 'out/*.txt')
                    discordNotify(files: 'nothing/*')
                }
                discordNotify(files: '*')
                """);
        assertArrayEquals(
                "fine".getBytes(StandardCharsets.UTF_8), channel.post(0).files().get("report.txt"));
        assertEquals(3, channel.posted());
        jenkins.assertLogContains("none in the workspace matches \"nothing/*\"", run);
        jenkins.assertLogContains("they are in a workspace, and there is none", run);
    }

    @Test
    @DisplayName("pings those whom it names, and nobody whom a text names")
    void mention() throws Exception {
        channel.run(jenkins, "discordNotify(description: '@everyone <@&42>', mention: 'role:7, user:8', silent: true)");
        assertEquals(Set.of("role 7", "user 8"), channel.pings(0));
        assertEquals(1 << 12, channel.post(0).sent().get(0).path("flags").asInt());
    }

    @Test
    @DisplayName("that Discord refuses is told in the log, and returns null")
    void trouble() throws Exception {
        channel.discord.always(Answer.notFound());
        WorkflowRun run = channel.run(jenkins, "echo 'id=' + discordNotify()");
        jenkins.assertLogContains("is not in Discord any more", run);
        jenkins.assertLogContains("id=null", run);
        assertEquals(1, channel.discord.requests().size());
    }

    @Test
    @DisplayName("that Discord refuses fails if it is told to")
    void failOnError() throws Exception {
        channel.discord.always(Answer.notFound());
        WorkflowRun run = jenkins.assertBuildStatus(
                Result.FAILURE, jenkins.waitForCompletion(channel.start(jenkins, "discordNotify(failOnError: true)")));
        jenkins.assertLogContains("is not in Discord any more", run);
    }

    @Test
    @DisplayName("with an invalid value says so")
    void refusedWords() throws Exception {
        WorkflowRun run = channel.run(
                jenkins,
                """
                discordNotify(webhook: 'nobody')
                discordNotify(mention: 'me')
                discordNotify(threadId: 'x')
                discordNotify(edit: '../..')
                discordNotify(result: 'GREAT')
                """);
        assertEquals(0, channel.posted());
        assertEquals(List.of(), channel.discord.requests());
        jenkins.assertLogContains("nobody", run);
        jenkins.assertLogContains("\"me\" is nobody to mention", run);
        jenkins.assertLogContains("\"x\" is not an id of Discord", run);
        jenkins.assertLogContains("\"../..\" is not an id of Discord", run);
        jenkins.assertLogContains("\"GREAT\" is no result", run);
    }

    @Test
    @DisplayName("takes a text without a name as its description, the block too")
    void unnamed() throws Exception {
        channel.run(jenkins, "discordNotify 'hello'; withDiscordNotify('block') { echo 'x' }");
        assertEquals("hello", channel.embed(0).path("description").asText());
        assertTrue(channel.embed(1).path("description").asText().startsWith("block"));
    }

    @Test
    @DisplayName("is written by the snippet generator, its fields as a map")
    void snippet() {
        assertEquals("discordNotify()", Snippetizer.object2Groovy(new DiscordNotifyStep(null)));
        DiscordNotifyStep step = new DiscordNotifyStep(null);
        step.setWebhook("team");
        step.setTitle("Deployed");
        step.setFields(List.of(new NamedValue("Image", "esc/backend")));
        assertEquals(
                "discordNotify fields: [Image: 'esc/backend'], title: 'Deployed', webhook: 'team'",
                Snippetizer.object2Groovy(step));
        WithDiscordNotifyStep block = new WithDiscordNotifyStep(null);
        block.setWebhook("team");
        assertEquals(
                "withDiscordNotify(webhook: 'team') {\n    // some block\n}", Snippetizer.object2Groovy(block));
    }

    @Test
    @DisplayName("keeps in its form what was filled in, and what was not")
    void form() throws Exception {
        DiscordNotifyStep step = new DiscordNotifyStep(null);
        step.setWebhook("team");
        step.setTitle("Deployed");
        step.setResult("FAILURE");
        step.setDescription("a\nb");
        step.setMention("@here");
        step.setFields(List.of(new NamedValue("a", "b"), new NamedValue("c", "d")));
        step.setFiles("*.txt");
        step.setThreadId("17");
        step.setSilent(true);
        step.setChanges(true);
        step.setFailOnError(true);
        for (DiscordNotifyStep before : List.of(step, new DiscordNotifyStep(null))) {
            FreeStyleProject job = jenkins.createFreeStyleProject();
            job.getBuildersList().add(new StepBuilder(before));
            Step after = jenkins.configRoundtrip(job)
                    .getBuildersList()
                    .get(StepBuilder.class)
                    .getDeploy();
            assertEquals(Snippetizer.object2Groovy(before), Snippetizer.object2Groovy(after));
        }
    }

    /** Shows the step's form on a job's page. */
    public static final class StepBuilder extends Builder {
        private final DiscordNotifyStep deploy;

        @DataBoundConstructor
        public StepBuilder(DiscordNotifyStep deploy) {
            this.deploy = deploy;
        }

        public DiscordNotifyStep getDeploy() {
            return deploy;
        }

        @TestExtension
        public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
            @Override
            @SuppressWarnings("rawtypes")
            public boolean isApplicable(Class type) {
                return true;
            }

            @Override
            public String getConfigPage() {
                return Jenkins.get().getDescriptorByType(BlueGreenDeployBuilder.DescriptorImpl.class).getConfigPage();
            }
        }
    }
}
