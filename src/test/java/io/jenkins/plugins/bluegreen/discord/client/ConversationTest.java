package io.jenkins.plugins.bluegreen.discord.client;

import static io.jenkins.plugins.bluegreen.discord.client.GivenDiscord.failure;
import static io.jenkins.plugins.bluegreen.discord.client.GivenDiscord.sent;
import static io.jenkins.plugins.bluegreen.discord.client.GivenDiscord.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.discord.local.Answer;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A conversation")
class ConversationTest {
    private final GivenDiscord given = new GivenDiscord();
    private final Conversation conversation = given.conversation;

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    @DisplayName("posts a message and learns its id, and changes it in place")
    void lifeOfAMessage() {
        Post post = conversation.post(text("one"));
        SentMessage sent = sent(post);
        assertEquals(given.discord.posts().get(0).id(), sent.id());
        assertEquals(sent, post.sent());
        assertEquals(sent, sent(post.edit(() -> text("two"))));
        assertEquals(List.of("two"), given.contents());
        assertEquals(List.of("POST 200", "PATCH 200"), given.requests());
    }

    @Test
    @DisplayName("keeps the order of its messages, whatever Discord does with one")
    void order() throws Exception {
        given.discord.next(Answer.serverError(502), Answer.rateLimited(0.05));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            expected.add("message " + i);
            conversation.post(text("message " + i));
        }
        assertTrue(conversation.flush(Duration.ofSeconds(15)));
        assertEquals(expected, given.contents());
    }

    @Test
    @DisplayName("sends the newest state of a message only, and that one surely")
    void coalesces() throws Exception {
        CountDownLatch rendering = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Post post = conversation.post(() -> {
            rendering.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return text("first");
        });
        rendering.await();
        for (int i = 1; i <= 200; i++) {
            String state = "state " + i;
            post.edit(() -> text(state));
        }
        go.countDown();
        sent(post);
        assertEquals(List.of("state 200"), given.contents());
        assertEquals(List.of("POST 200", "PATCH 200"), given.requests());
    }

    @Test
    @DisplayName("goes on with a message of another process")
    void continued() {
        SentMessage sent = sent(conversation.post(text("before")));
        Conversation other = given.open(given.discord.webhook());
        sent(other.continued(new SentMessage(sent.id(), sent.threadId())).edit(() -> text("after")));
        assertEquals(List.of("after"), given.contents());
    }

    @Test
    @DisplayName("posts in a thread, opens one in a forum, and changes messages there")
    void threads() {
        String thread = given.discord.thread(given.discord.webhook(), "release");
        DiscordMessage inThread =
                DiscordMessage.builder().threadId(thread).content("in a thread").build();
        Post post = conversation.post(inThread);
        assertEquals(thread, sent(post).threadId());
        sent(post.edit(() -> text("changed")));

        Conversation byAddress = given.open(given.discord.webhook() + "?thread_id=" + thread);
        assertEquals(thread, sent(byAddress.post(text("by address"))).threadId());

        Conversation forum = given.open(given.discord.forum("releases"));
        Post first = forum.post(
                DiscordMessage.builder().threadName("backend 2.0.7").content("opened").build());
        SentMessage opened = sent(first);
        sent(first.edit(() -> text("changed too")));
        assertEquals(opened.threadId(), given.discord.posts().get(2).threadId());
        assertEquals(List.of("changed", "by address", "changed too"), given.contents());
    }

    @Test
    @DisplayName("uploads files")
    void files() {
        byte[] log = "마지막 줄\n".getBytes(StandardCharsets.UTF_8);
        sent(conversation.post(DiscordMessage.builder()
                .content("see")
                .file("pod \"x\".log", log)
                .build()));
        var files = given.discord.posts().get(0).files();
        assertEquals(1, files.size());
        assertArrayEquals(log, files.values().iterator().next());
    }

    @Test
    @DisplayName("is not told twice of the same, and posts beyond its bound are refused with a reason")
    void bounded() throws Exception {
        try (GivenDiscord narrow = new GivenDiscord(new RetryPolicy(3, 20, 100, 20_000, 5))) {
            narrow.discord.always(Answer.rateLimited(0.05));
            List<Post> posts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                posts.add(narrow.conversation.post(text("message " + i)));
            }
            for (Post post : posts.subList(5, 8)) {
                assertTrue(failure(post.delivered()).contains("5 messages wait"));
            }
            assertFalse(narrow.conversation.flush(Duration.ofMillis(100)));
            assertEquals(1, narrow.trouble.size(), narrow.trouble::toString);
            narrow.discord.always(null);
            assertTrue(narrow.conversation.flush(Duration.ofSeconds(15)));
            assertEquals(5, narrow.contents().size());
        }
    }

    @Test
    @DisplayName("of one step waits for no other's messages, and keeps the order among all")
    void twoSteps() throws Exception {
        Conversation other = conversation.another(GivenDiscord.SENDER, given.trouble::add);
        given.discord.next(Answer.hang(Duration.ofMillis(500)));
        conversation.post(text("one"));
        assertTrue(other.flush(Duration.ZERO));
        assertFalse(conversation.flush(Duration.ZERO));
        other.post(text("two"));
        assertTrue(other.flush(Duration.ofSeconds(15)));
        assertEquals(List.of("one", "two"), given.contents());
    }

    @Test
    @DisplayName("of two builds with one webhook share its limits; a message that can't be made hurts no other")
    void twoBuilds() throws Exception {
        Conversation other = given.open(given.discord.webhook());
        Post broken = conversation.post(() -> {
            throw new IllegalStateException("no title");
        });
        for (int i = 0; i < 6; i++) {
            conversation.post(text("one"));
            other.post(text("other"));
        }
        assertTrue(failure(broken.delivered()).contains("no title"));
        assertTrue(conversation.flush(Duration.ofSeconds(15)) && other.flush(Duration.ofSeconds(15)));
        assertEquals(12, given.contents().size());
        assertTrue(given.requests().stream().noneMatch(line -> line.endsWith("429")), () -> given.requests().toString());
    }
}
