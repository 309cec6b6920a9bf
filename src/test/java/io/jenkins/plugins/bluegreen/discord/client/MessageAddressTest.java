package io.jenkins.plugins.bluegreen.discord.client;

import static io.jenkins.plugins.bluegreen.discord.client.GivenDiscord.sent;
import static io.jenkins.plugins.bluegreen.discord.client.GivenDiscord.text;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.discord.local.Answer;
import io.jenkins.plugins.bluegreen.discord.local.Received;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Where people see a message")
class MessageAddressTest {
    private final GivenDiscord given = new GivenDiscord();

    @AfterEach
    void close() {
        given.close();
    }

    private static String address(Post post) {
        return await().until(post::address, address -> address != null);
    }

    private List<Received> asked() {
        return given.discord.requests().stream().filter(request -> request.method().equals("GET")).toList();
    }

    private String channelOf(int message) {
        return given.discord.posts().get(message).body().path("channel_id").asText();
    }

    @Test
    @DisplayName("is asked for when it is wanted, once for all builds, and then known at once")
    void once() {
        Post first = given.conversation.post(text("first"));
        assertNull(first.address());
        String id = sent(first).id();
        assertEquals(List.of(), asked());
        assertEquals("https://discord.com/channels/1/" + channelOf(0) + "/" + id, address(first));
        Post second = given.open(given.discord.webhook()).post(text("second"));
        id = sent(second).id();
        assertEquals("https://discord.com/channels/1/" + channelOf(1) + "/" + id, second.address());
        assertEquals(1, asked().size());
        assertEquals(List.of(), given.trouble);
    }

    @Test
    @DisplayName("is the thread, where it is in one, and the webhook's channel for one that is known by its id only")
    void places() {
        String thread = given.discord.thread(given.discord.webhook(), "1.2.3");
        Post inThread = given.conversation.post(DiscordMessage.builder().content("a").threadId(thread).build());
        String id = sent(inThread).id();
        assertEquals("https://discord.com/channels/1/" + thread + "/" + id, address(inThread));
        Post inChannel = given.conversation.post(text("b"));
        SentMessage sent = sent(inChannel);
        assertEquals(inChannel.address(), given.conversation.continued(sent.id(), null).address());

        Conversation forum = given.open(given.discord.forum("releases"));
        Post inForum = forum.post(DiscordMessage.builder().content("c").threadName("1.2.4").build());
        SentMessage own = sent(inForum);
        assertEquals("https://discord.com/channels/1/" + own.threadId() + "/" + own.id(), address(inForum));
    }

    static Stream<Answer> refusals() {
        return Stream.of(
                Answer.unauthorized(),
                Answer.notFound(),
                Answer.status(405),
                Answer.garbage(),
                Answer.redirect("http://elsewhere.example/x"),
                Answer.json("{\"id\": \"7\", \"guild_id\": \"1\", \"channel_id\": \"2\"}"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @DisplayName("is not known, and not asked for again by this build, where a relay or Discord does not tell it")
    void refused(Answer answer) {
        given.discord.next(answer.on("GET"));
        assertUnknown();
    }

    @Test
    @DisplayName("is not known for a webhook without a server")
    void noServer() {
        String url = given.discord.webhook();
        String id = url.replaceFirst(".*/webhooks/(\\d+)/.*", "$1");
        given.discord.next(Answer.json("{\"id\": \"" + id + "\", \"guild_id\": null, \"channel_id\": \"2\"}").on("GET"));
        assertUnknown();
    }

    private void assertUnknown() {
        Post post = given.conversation.post(text("a"));
        sent(post);
        assertNull(post.address());
        await().until(() -> asked().size() == 1);
        await().during(Duration.ofMillis(200)).until(() -> post.address() == null);
        assertEquals(1, asked().size());
        sent(given.conversation.post(text("b")));
        assertEquals(List.of(), given.trouble);
        Post ofNextBuild = given.open(given.discord.webhook()).post(text("c"));
        sent(ofNextBuild);
        assertTrue(address(ofNextBuild).startsWith("https://discord.com/channels/1/"));
    }

    @Test
    @DisplayName("is asked for again after a limit of its own and a failure, a few times")
    void again() {
        given.discord.next(Answer.rateLimited(0.2).on("GET"), Answer.serverError(502).on("GET"));
        Post post = given.conversation.post(text("a"));
        sent(post);
        assertTrue(address(post).startsWith("https://discord.com/channels/1/"));
        assertEquals(List.of(429, 502, 200), asked().stream().map(Received::status).toList());
        Duration pause = Duration.between(asked().get(0).time(), asked().get(1).time());
        assertTrue(pause.toMillis() >= 200, pause::toString);
    }

    @Test
    @DisplayName("holds up no message while a relay does not answer")
    void beside() throws Exception {
        given.discord.next(Answer.hang(Duration.ofMinutes(1)).on("GET"));
        Post post = given.conversation.post(text("a"));
        sent(post);
        assertNull(post.address());
        await().until(() -> asked().size() == 1);
        for (int i = 0; i < 3; i++) {
            given.conversation.post(text("b"));
        }
        assertTrue(given.conversation.flush(Duration.ofSeconds(8)));
        assertEquals(4, given.contents().size());
        assertNull(post.address());
    }

    @Test
    @DisplayName("is not asked of a webhook that was refused")
    void gone() {
        Post post = given.conversation.post(text("a"));
        sent(post);
        given.discord.next(Answer.notFound());
        GivenDiscord.failure(given.conversation.post(text("b")).delivered());
        assertNull(post.address());
        await().during(Duration.ofMillis(100)).until(() -> asked().isEmpty());
    }
}
