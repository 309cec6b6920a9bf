package io.jenkins.plugins.bluegreen.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.GivenDiscord;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.discord.local.channel.Post;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.EmbedText;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A build's message")
class BuildMessageTest {
    private static final Instant BEGAN = Instant.parse("2026-11-23T01:00:00Z");
    private static final long START = BEGAN.toEpochMilli();

    private final GivenDiscord given = new GivenDiscord();

    @AfterEach
    void close() {
        given.close();
    }

    private BuildMessage message(SentMessage posted) {
        return new BuildMessage(
                given.conversation, Locale.ENGLISH, true, DiscordMessage::builder, List.of(Mention.here()), posted);
    }

    private static BuildNotice notice(BuildState state) {
        return new BuildNotice(
                "my_job #18",
                "https://ci.example.com/job/my_job/18/",
                state,
                null,
                Map.of(),
                List.of(),
                "Started by timer",
                BEGAN);
    }

    private static BuildStage stage(String name, int depth, BuildState state, long seconds) {
        return new BuildStage(name, depth, state, START, START + seconds * 1000);
    }

    private static ReleaseSnapshot release(String application) {
        return ReleaseSnapshot.of(ReleaseState.release(
                ReleaseSpec.in("esc", "build-1").application(application).build()));
    }

    private Post only() throws InterruptedException {
        assertTrue(given.conversation.flush(Duration.ofSeconds(15)));
        assertEquals(1, given.discord.posts().size());
        return given.discord.posts().get(0);
    }

    private JsonNode embed() throws InterruptedException {
        return only().body().at("/embeds/0");
    }

    @Test
    @DisplayName("shows each stage with its state and time, inside the one that it is in")
    void stages() throws Exception {
        message(null)
                .show(
                        notice(BuildState.RUNNING),
                        new BuildProgress(
                                List.of(
                                        stage("Build", 0, BuildState.SUCCESS, 3),
                                        stage("Test", 0, BuildState.RUNNING, 0),
                                        stage("unit", 1, BuildState.UNSTABLE, 41),
                                        stage("on_linux", 2, BuildState.ABORTED, 2),
                                        stage("browser", 1, BuildState.FAILURE, 5),
                                        stage("Skipped", 0, BuildState.NOT_BUILT, 0)),
                                List.of(),
                                null,
                                -1));
        JsonNode embed = embed();
        assertEquals("⏳ my\\_job \\#18", embed.path("title").asText());
        assertEquals("https://ci.example.com/job/my_job/18/", embed.path("url").asText());
        assertEquals("Started by timer", embed.at("/footer/text").asText());
        assertEquals(
                """
                ✅ **Build** 3.0 s
                ⏳ **Test** <t:%d:R>
                \u2003⚠️ **unit** 41.0 s
                \u2003\u2003⏹️ **on\\_linux** 2.0 s
                \u2003❌ **browser** 5.0 s
                ➖ **Skipped**"""
                        .formatted(START / 1000),
                embed.path("description").asText());
    }

    @Test
    @DisplayName("is changed in place; after a restart too")
    void inPlace() throws Exception {
        BuildMessage message = message(null);
        message.show(notice(BuildState.RUNNING), new BuildProgress(List.of(), List.of(), null, -1));
        only();
        message(message.sent())
                .show(notice(BuildState.SUCCESS), new BuildProgress(List.of(), List.of(), null, 61_500));
        JsonNode embed = embed();
        assertEquals("✅ my\\_job \\#18", embed.path("title").asText());
        assertEquals("61.5 s", embed.at("/fields/0/value").asText());
        assertEquals(List.of("POST 200", "PATCH 200"), given.requests());
    }

    @Test
    @DisplayName("shows releases below the stages, each as its own message would")
    void releases() throws Exception {
        message(null)
                .show(
                        notice(BuildState.RUNNING),
                        new BuildProgress(List.of(), List.of(release("frontend"), release("backend")), null, -1));
        JsonNode embeds = only().body().path("embeds");
        assertEquals("⏳ Releasing frontend", embeds.at("/1/title").asText());
        assertEquals("⏳ Releasing backend", embeds.at("/2/title").asText());
    }

    @Test
    @DisplayName("of many releases shows the newest")
    void manyReleases() throws Exception {
        List<ReleaseSnapshot> releases = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            releases.add(release("app-" + i));
        }
        message(null).show(notice(BuildState.RUNNING), new BuildProgress(List.of(), releases, null, -1));
        JsonNode embeds = only().body().path("embeds");
        assertEquals(10, embeds.size());
        assertEquals("⏳ Releasing app-12", embeds.at("/9/title").asText());
    }

    @Test
    @DisplayName("of many stages shows what runs and what went wrong, and how many others there were")
    void manyStages() throws Exception {
        List<BuildStage> stages = new ArrayList<>();
        stages.add(stage("broken", 0, BuildState.FAILURE, 1));
        for (int i = 1; i <= 500; i++) {
            stages.add(stage("stage " + i, 0, BuildState.SUCCESS, i));
        }
        stages.add(stage("now", 0, BuildState.RUNNING, 0));
        message(null).show(notice(BuildState.RUNNING), new BuildProgress(stages, List.of(), null, -1));
        List<String> lines = embed().path("description").asText().lines().toList();
        assertTrue(lines.get(0).matches("… 3\\d\\d earlier ones"), lines.get(0));
        assertEquals("❌ **broken** 1.0 s", lines.get(1));
        assertTrue(lines.get(lines.size() - 1).startsWith("⏳ **now**"));
        assertEquals("✅ **stage 500** 500.0 s", lines.get(lines.size() - 2));
    }

    @Test
    @DisplayName("that failed says why, and another one mentions somebody")
    void alert() throws Exception {
        BuildMessage message = message(null);
        BuildProgress progress = new BuildProgress(
                List.of(stage("Build", 0, BuildState.SUCCESS, 3), stage("Test", 0, BuildState.FAILURE, 4)),
                List.of(),
                "script returned exit code 1",
                7_000);
        message.show(notice(BuildState.FAILURE), progress);
        message.alert(notice(BuildState.FAILURE), progress);
        assertTrue(given.conversation.flush(Duration.ofSeconds(15)));
        List<Post> posts = given.discord.posts();
        assertEquals(2, posts.size());
        assertEquals(Set.of(), posts.get(0).pings());
        assertEquals(Set.of("everyone"), posts.get(1).pings());
        assertEquals(
                "✅ **Build** 3.0 s\n❌ **Test** 4.0 s\n\nscript returned exit code 1",
                posts.get(0).body().at("/embeds/0/description").asText());
        assertEquals(
                "❌ **Test** 4.0 s\n\nscript returned exit code 1",
                posts.get(1).body().at("/embeds/0/description").asText());
    }

    @Test
    @DisplayName("in a thread is followed by its alert there")
    void thread() throws Exception {
        String forum = given.discord.forum("releases");
        Conversation conversation = given.open(forum);
        BuildMessage message = new BuildMessage(
                conversation,
                Locale.ENGLISH,
                true,
                () -> DiscordMessage.builder().threadName("Build 18"),
                List.of(),
                null);
        BuildProgress progress = new BuildProgress(List.of(), List.of(), null, -1);
        message.show(notice(BuildState.FAILURE), progress);
        message.alert(notice(BuildState.FAILURE), progress);
        assertTrue(conversation.flush(Duration.ofSeconds(15)));
        List<Post> posts = given.discord.posts(forum);
        assertEquals(2, posts.size());
        assertEquals(posts.get(0).threadId(), posts.get(1).threadId());
    }

    @Test
    @DisplayName("lists commits, a line each, defused and the first ten of them")
    void changes() {
        List<BuildChange> changes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            changes.add(new BuildChange("0123456789abcdef", "Fix *all* @everyone\n\nbody " + i, "김_민수"));
        }
        BuildNotice notice = new BuildNotice(
                "t", "http://jenkins:8080/job/1/", BuildState.SUCCESS, "**done**", Map.of(), changes, null, null);
        List<String> lines = EmbedText.descriptionOf(notice.embed(Locale.KOREAN)).lines().toList();
        assertEquals("**done**", lines.get(0));
        assertEquals("**변경 사항**", lines.get(2));
        assertEquals("`01234567` Fix \\*all\\* @\u200beveryone · 김\\_민수", lines.get(3));
        assertEquals("… 외 2개", lines.get(13));
        assertEquals("http://jenkins:8080/job/1/", lines.get(14));
        assertFalse(String.join("", lines).contains("body"));
    }

    @Test
    @DisplayName("may be one that people name by its id")
    void byId() throws Exception {
        SentMessage sent = GivenDiscord.sent(given.conversation.post(GivenDiscord.text("one")));
        given.conversation.continued(sent.id(), " ").edit(() -> GivenDiscord.text("two"));
        assertEquals("two", only().body().path("content").asText());
    }
}
