package io.jenkins.plugins.bluegreen.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.GivenDiscord;
import io.jenkins.plugins.bluegreen.discord.local.channel.Post;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Markdown;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A release's message")
class ReleaseMessageTest {
    private static final int CHANGES = 200;

    private final GivenDiscord given = new GivenDiscord();
    private final ReleaseMessage message =
            new ReleaseMessage(given.conversation, Locale.ENGLISH, true, DiscordMessage::builder, null, null, null);

    @AfterEach
    void close() {
        given.close();
    }

    private static ReleaseState release(String application, String buildUrl) {
        return ReleaseState.release(ReleaseSpec.in("esc", "build-1")
                .application(application)
                .buildUrl(buildUrl)
                .build());
    }

    private static ReleaseView ended(ReleaseView state, ReleaseResult result) {
        return (ReleaseView) Proxy.newProxyInstance(
                ReleaseView.class.getClassLoader(),
                new Class<?>[] {ReleaseView.class},
                (self, method, none) -> method.getName().equals("result") ? result : method.invoke(state));
    }

    private JsonNode embed() throws InterruptedException {
        assertTrue(given.conversation.flush(Duration.ofSeconds(15)));
        assertEquals(1, given.discord.posts().size());
        return given.discord.posts().get(0).body().at("/embeds/0");
    }

    @Test
    @DisplayName("of 200 changes in a second is changed as often as Discord allows, keeps one state, and ends with the last")
    void flood() throws Exception {
        long begin = System.nanoTime();
        for (int i = 1; i <= CHANGES; i++) {
            while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(1) * i / CHANGES) {
                LockSupport.parkNanos(500_000);
            }
            message.started(release("backend-" + i, ""), Phase.PLAN);
            assertTrue(given.waiting() <= 1);
        }
        assertEquals("⏳ Releasing backend-" + CHANGES, embed().path("title").asText());

        List<String> requests = given.requests();
        long windows = 1 + Duration.ofNanos(System.nanoTime() - begin).toMillis() / 2_000;
        assertTrue(requests.size() <= 1 + 5 * windows, requests::toString);
        assertTrue(requests.stream().allMatch(line -> line.endsWith(" 200")), requests::toString);
    }

    @Test
    @DisplayName("goes on after a restart, in the message that is there")
    void continued() throws Exception {
        message.started(release("backend", ""), Phase.PLAN);
        embed();
        new ReleaseMessage(given.conversation, Locale.KOREAN, true, DiscordMessage::builder, null, message.sent(), null)
                .started(release("backend", ""), Phase.PLAN);
        assertEquals("⏳ backend 릴리스 중", embed().path("title").asText());
        assertEquals(List.of("POST 200", "PATCH 200"), given.requests());
    }

    @Test
    @DisplayName("names the user who has started it without a build")
    void user() throws Exception {
        ReleaseSpec spec = ReleaseSpec.in("esc", "user:anna/1").application("backend").user("anna").build();
        message.started(ReleaseState.rollBack(spec), Phase.PLAN);
        assertEquals("esc · anna", embed().at("/footer/text").asText());
    }

    @Test
    @DisplayName("of a forum is in a thread of its own, and its alert too")
    void forum() throws Exception {
        String forum = given.discord.forum("releases");
        Conversation conversation = given.open(forum);
        ReleaseMessage told = new ReleaseMessage(
                conversation,
                Locale.ENGLISH,
                true,
                () -> DiscordMessage.builder().threadName("Releases"),
                null,
                null,
                null);
        ReleaseState state = release("backend", "");
        told.started(state, Phase.PLAN);
        assertTrue(conversation.flush(Duration.ofSeconds(15)));
        ReleaseResult failed = new ReleaseResult(
                Outcome.FAILED_BEFORE_SWITCH, Sentence.verbatim("broken"), "backend", "esc", "", "", "", 1, 1, -1);
        told.finished(ended(state, failed), failed);
        assertTrue(conversation.flush(Duration.ofSeconds(15)));
        List<Post> posts = given.discord.posts(forum);
        assertEquals(2, posts.size());
        assertEquals(posts.get(0).threadId(), posts.get(1).threadId());
    }

    @Test
    @DisplayName("C107 has neither log lines nor last words of containers where it may not show log lines")
    void noLogLines() throws Exception {
        Sentence why = Sentence.of(
                "diagnosis.ended",
                "backend-green-1",
                "app",
                "exit code 3, Error: password is 4711\nbye",
                Sentence.of("diagnosis.log", "  password is 4711"));
        ReleaseResult failed = new ReleaseResult(
                Outcome.FAILED_BEFORE_SWITCH, Sentence.verbatim("x").then(why), "backend", "esc", "", "", "", 1, 1, -1);
        ReleaseMessage told = new ReleaseMessage(
                given.conversation, Locale.ENGLISH, false, DiscordMessage::builder, null, null, null);
        told.finished(ended(release("backend", ""), failed), failed);
        assertTrue(given.conversation.flush(Duration.ofSeconds(15)));
        assertEquals(2, given.discord.posts().size());
        for (Post post : given.discord.posts()) {
            String text = post.body().toString();
            assertTrue(text.contains("ended with exit code 3, Error. Its last lines are in the build's log."), text);
            assertFalse(text.contains("4711"), text);
        }
    }

    @Test
    @DisplayName("links to the release's page where there is one, the alert too")
    void page() throws Exception {
        String page = "https://jenkins.example.com/job/backend/1/release/";
        ReleaseMessage told = new ReleaseMessage(
                given.conversation, Locale.ENGLISH, true, DiscordMessage::builder, null, null, page);
        ReleaseState state = release("backend", "https://jenkins.example.com/job/backend/1/display/redirect");
        told.started(state, Phase.PLAN);
        assertEquals(page, embed().path("url").asText());
        ReleaseResult failed = new ReleaseResult(
                Outcome.ROLLED_BACK, Sentence.verbatim("It broke."), "backend", "esc", "blue", "green", "", 1, 5, 1);
        told.finished(ended(state, failed), failed);
        assertTrue(given.conversation.flush(Duration.ofSeconds(15)));
        assertEquals(page, given.discord.posts().get(1).body().at("/embeds/0/url").asText());
    }

    @Test
    @DisplayName("has log lines in the story; the further message, which has none, says where they are")
    void logLines() throws Exception {
        Sentence why = Sentence.of(
                "diagnosis.ended",
                "backend-green-1",
                "app",
                "exit code 3, Error",
                Sentence.of("diagnosis.log", "  first line\n  second line\n"));
        ReleaseResult failed = new ReleaseResult(
                Outcome.FAILED_BEFORE_SWITCH, Sentence.verbatim("x").then(why), "backend", "esc", "", "", "", 1, 1, -1);
        message.finished(ended(release("backend", ""), failed), failed);
        assertTrue(given.conversation.flush(Duration.ofSeconds(15)));
        List<Post> posts = given.discord.posts();
        String story = description(posts.get(0));
        assertTrue(story.endsWith("Its last lines:\n```\nfirst line\nsecond line\n```"), story);
        String further = description(posts.get(1));
        assertTrue(further.endsWith("Its last lines are in the build's log."), further);
    }

    private static String description(Post post) {
        return post.body().path("embeds").path(0).path("description").asText();
    }

    @Test
    @DisplayName("links to the build by its title; or in its text, where Discord would refuse that")
    void link() throws Exception {
        message.started(release("backend", "https://jenkins.example.com/job/backend/1/"), Phase.PLAN);
        assertEquals("https://jenkins.example.com/job/backend/1/", embed().path("url").asText());
        message.started(release("backend", "http://jenkins:8080/job/backend/1/"), Phase.PLAN);
        assertTrue(embed().path("url").isMissingNode());
        assertTrue(embed().path("description").asText().endsWith("http://jenkins:8080/job/backend/1/"));
    }

    @Test
    @DisplayName("shows text that is not ours as it is, and of a log the last lines")
    void markdown() {
        assertEquals("\\*\\*a\\_b\\*\\* \\<@1\\> \\[x\\](y) \\`c\\`", Markdown.escape("**a_b** <@1> [x](y) `c`"));
        assertEquals("```\none\n`\u200b`\u200b` two\n```", Markdown.lastLines("one\n``` two\n", 100));
        assertEquals("```\n…\nthree\nfour\n```", Markdown.lastLines("one\ntwo\nthree\nfour", 12));
        assertEquals("```\none\n  two\n```", Markdown.lastLines("\n  one\n    two\n", 100));
        assertEquals("```\n…\n56789\n```", Markdown.lastLines("0123456789", 5));
    }
}
