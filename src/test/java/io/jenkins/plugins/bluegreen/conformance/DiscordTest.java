package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Story;
import io.jenkins.plugins.bluegreen.discord.local.Answer;
import io.jenkins.plugins.bluegreen.discord.local.channel.Post;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios of a release's messages in a local Discord. */
class DiscordTest {
    private static final Pattern PHASE = Pattern.compile("(?m)^\\S+ \\*\\*([A-Z]+)\\*\\* ");

    private static void everyPhase(ReleaseSpec.Builder spec) {
        spec.health(HealthCheck.actuator("/actuator/health", 8080)).monitor(MonitorSpec.lasting(1, 1));
    }

    private static List<Phase> phases(JsonNode message) {
        return PHASE.matcher(message.at("/embeds/0/description").asText())
                .results()
                .map(found -> Phase.valueOf(found.group(1)))
                .toList();
    }

    @Test
    @DisplayName("C60 one message tells every phase, in order, once, and is changed in place")
    void promoted() throws Exception {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Story story = Story.of(given)) {
            Released released = given.start("v2", DiscordTest::everyPhase, state -> {}).end();
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);

            List<Post> posts = story.posts();
            assertEquals(1, posts.size());
            Post post = posts.get(0);
            assertEquals(
                    List.of(Phase.PLAN, Phase.LOCK, Phase.APPLY, Phase.READY, Phase.HEALTH, Phase.TEST, Phase.READY,
                            Phase.HEALTH, Phase.SWITCH, Phase.MONITOR, Phase.RETIRE),
                    phases(post.body()));
            for (JsonNode state : post.states()) {
                assertEquals(
                        phases(post.body()).subList(0, phases(state).size()), phases(state), state::toPrettyString);
            }
            assertTrue(post.states().size() > 1);
            String text = Story.embed(post.body());
            for (String said : List.of("✅ backend is live on green", "Traffic: 🟢 green", "Image: `", "esc · #2")) {
                assertTrue(text.contains(said), text);
            }
            assertEquals("https://jenkins.example.com/job/backend/2/", post.body().at("/embeds/0/url").asText());
            assertFalse(text.contains("⏳"), text);
            assertEquals(Set.of(), post.pings());
            assertEquals(List.of(), story.trouble);
        }
    }

    @Test
    @DisplayName("C60 a release that is waited for says for what, since when, and where the traffic is")
    void waiting() throws Exception {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Story story = Story.of(given)) {
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            story.discord.await("the message to show MONITOR", () -> story.discord.posts().stream()
                    .anyMatch(post -> Story.embed(post.body()).contains("⏳ **MONITOR**")));
            String text = Story.embed(story.discord.posts().get(0).body());
            assertTrue(Pattern.compile("⏳ \\*\\*MONITOR\\*\\* <t:\\d{10}:R>").matcher(text).find(), text);
            assertTrue(text.contains("⏳ Releasing backend") && text.contains("Traffic: 🟢 green"), text);
            running.abort().end();
            text = Story.embed(story.posts().get(0).body());
            assertTrue(text.contains("backend: the release was aborted") && text.contains("❌ **MONITOR**"), text);
            assertTrue(text.contains("⏪ **ROLLBACK**") && text.contains("Traffic: 🔵 blue"), text);
            assertEquals(1, story.discord.posts().size());
        }
    }

    @Test
    @DisplayName("C60 a release that fails tells why, with the last log lines, and posts anew with the mention")
    void failed() throws Exception {
        // never ready: what was seen ready once has another reason, that it ended
        try (Given given = Given.anApplication("backend").live(BLUE).environment("CRASH_AFTER", "1ms")
                        .environment("READY", "0");
                Story story = Story.of(given)) {
            Released released = given.release("v2");
            assertEquals(Outcome.FAILED_BEFORE_SWITCH, released.outcome(), released::story);
            List<Post> posts = story.posts();
            assertEquals(2, posts.size());
            String text = Story.embed(posts.get(0).body());
            assertTrue(text.contains("❌ backend was not released; its traffic was not touched"), text);
            assertTrue(text.contains("❌ **READY**") && text.contains("Traffic: 🔵 blue"), text);
            assertTrue(Pattern.compile("ends again and again.*\n```\n(?s:.+)crash on purpose\n```").matcher(text).find(), text);
            assertEquals(Set.of(), posts.get(0).pings());
            assertEquals(Set.of("role 4711"), posts.get(1).pings());
            String alert = Story.embed(posts.get(1).body());
            assertTrue(alert.contains("❌ backend was not released") && alert.contains("ends again and again"), alert);
        }
    }

    @Test
    @DisplayName("C60 a release that is rolled back posts anew with the mention, in Korean too")
    void rolledBack() throws Exception {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Story story = Story.inKorean(given)) {
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            given.sicken(GREEN);
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            List<Post> posts = story.posts();
            assertEquals(List.of(Set.of(), Set.of("role 4711")), posts.stream().map(Post::pings).toList());
            for (Post post : posts) {
                String text = Story.embed(post.body());
                assertTrue(text.contains("⏪ backend이(가) blue(으)로 롤백되었습니다"), text);
                assertTrue(text.contains("DOWN") && text.contains("트래픽: 🔵 blue"), text);
            }
            assertTrue(Story.embed(posts.get(0).body()).contains("❌ **관찰**"), Story.embed(posts.get(0).body()));
        }
    }

    static Stream<Arguments> troubles() {
        Duration long_ = Duration.ofSeconds(60);
        return Stream.of(
                Arguments.of("429 again and again", Answer.rateLimited(0.3), 0),
                Arguments.of("500", Answer.serverError(500), 0),
                Arguments.of("timeout", Answer.hang(long_), 0),
                Arguments.of("reset", Answer.reset(), 0),
                Arguments.of("404 at the first message", Answer.notFound(), 1),
                Arguments.of("401 at the first message", Answer.unauthorized(), 1),
                Arguments.of("404 at the second message", Answer.notFound().on("PATCH"), 2));
    }

    @ParameterizedTest(name = "C61 {0}: the release goes on as if nothing was")
    @MethodSource("troubles")
    void trouble(String what, Answer answer, int requests) throws Exception {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Story story = Story.of(given)) {
            story.discord.always(answer);
            long begin = System.nanoTime();
            Released released = given.release("v2");
            long took = System.nanoTime() - begin;
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertTrue(took < Duration.ofSeconds(5).toNanos(), () -> "the release took " + took / 1_000_000 + " ms");
            long end = System.nanoTime();
            boolean flushed = story.conversation.flush(Story.PATIENCE);
            long waited = (System.nanoTime() - end) / 1_000_000;
            assertTrue(waited < Story.PATIENCE.toMillis() + 1_000, () -> "the end waited " + waited + " ms");
            if (requests > 0) {
                assertTrue(flushed);
                List<String> methods = story.discord.requests().stream()
                        .map(request -> request.method() + " " + request.status())
                        .collect(Collectors.toList());
                assertEquals(requests, methods.size(), methods::toString);
                assertEquals(1, story.trouble.size());
            }
        }
    }
}
