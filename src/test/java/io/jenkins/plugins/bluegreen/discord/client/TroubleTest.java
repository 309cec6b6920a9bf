package io.jenkins.plugins.bluegreen.discord.client;

import static io.jenkins.plugins.bluegreen.discord.client.GivenDiscord.failure;
import static io.jenkins.plugins.bluegreen.discord.client.GivenDiscord.sent;
import static io.jenkins.plugins.bluegreen.discord.client.GivenDiscord.text;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.discord.local.Answer;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("C61 Trouble with Discord:")
class TroubleTest {
    private final GivenDiscord given = new GivenDiscord();
    private final Conversation conversation = given.conversation;

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    @DisplayName("limits are kept by what the answers tell, before a 429 comes")
    void bucketsAreKept() throws Exception {
        given.discord.limit(3, Duration.ofMillis(300));
        for (int i = 0; i < 10; i++) {
            conversation.post(text("message " + i));
        }
        assertTrue(conversation.flush(Duration.ofSeconds(15)));
        assertEquals(10, given.contents().size());
        assertTrue(given.requests().stream().allMatch("POST 200"::equals), () -> given.requests().toString());
    }

    @Test
    @DisplayName("a 429 is waited for as long as it says, to the fraction of a second")
    void rateLimited() {
        given.discord.next(Answer.rateLimited(0.35));
        sent(conversation.post(text("late")));
        var requests = given.discord.requests();
        Duration pause = Duration.between(requests.get(0).time(), requests.get(1).time());
        assertTrue(pause.toMillis() >= 350 && pause.toMillis() < 2_000, pause::toString);
        assertEquals(List.of(), given.trouble);
    }

    @ParameterizedTest
    @MethodSource("limitsForAll")
    @DisplayName("a global 429, or one of what stands before Discord, holds up every webhook")
    void globallyRateLimited(Answer answer, long millis) throws Exception {
        given.discord.next(answer);
        conversation.post(text("one"));
        await().until(() -> given.client.stoppedUntil() > Long.MIN_VALUE);
        Conversation other = given.open(given.discord.webhook("other"));
        other.post(text("two"));
        assertTrue(conversation.flush(Duration.ofSeconds(10)) && other.flush(Duration.ofSeconds(10)));
        var requests = given.discord.requests();
        assertEquals(3, requests.size(), requests::toString);
        for (int i = 1; i < 3; i++) {
            Duration pause = Duration.between(requests.get(0).time(), requests.get(i).time());
            assertTrue(pause.toMillis() >= millis, () -> given.discord.requests().toString());
        }
    }

    static Stream<Arguments> limitsForAll() {
        return Stream.of(
                Arguments.of(Answer.globallyRateLimited(0.4), 400), Arguments.of(Answer.rateLimitedByHtml(1), 1_000));
    }

    @ParameterizedTest
    @MethodSource("passing")
    @DisplayName("what may pass is tried again, and then all is well")
    void passes(Answer answer) {
        given.discord.next(answer, answer);
        sent(conversation.post(text("at last")));
        assertTrue(given.contents().contains("at last"));
        assertEquals(3, given.requests().size());
        assertEquals(List.of(), given.trouble);
    }

    static Stream<Answer> passing() {
        return Stream.of(
                Answer.serverError(500),
                Answer.serverError(502),
                Answer.status(503),
                Answer.reset(),
                Answer.resetAfterProcessing());
    }

    @Test
    @DisplayName("a test message, for whose answer somebody waits, is given up after the second attempt")
    void inHaste() {
        given.discord.next(Answer.serverError(503), Answer.serverError(503));
        String said = failure(conversation.inHaste().post(text("lost")).delivered());
        assertTrue(said.contains("in 2 attempts, the last time: HTTP 503"), said);
    }

    @Test
    @DisplayName("what does not pass is given up after a bounded number of attempts; the next message has its own")
    void givenUp() {
        given.discord.next(Answer.serverError(500), Answer.reset(), Answer.serverError(503));
        assertTrue(failure(conversation.post(text("lost")).delivered()).contains("in 3 attempts, the last time: HTTP 503"));
        sent(conversation.post(text("next")));
        assertEquals(List.of("next"), given.contents());
        assertEquals(1, given.trouble.size());
    }

    @Test
    @DisplayName("a message that Discord would take too late is given up at once")
    void tooLate() {
        given.discord.next(Answer.rateLimited(3_600));
        assertTrue(failure(conversation.post(text("lost")).delivered()).contains("Discord asks to wait longer"));
        assertEquals(1, given.requests().size());
    }

    @ParameterizedTest
    @MethodSource("final_")
    @DisplayName("what will not pass is not tried again, nor anything else of this build; another build may")
    void refused(Answer answer, String why) throws Exception {
        sent(conversation.post(text("first")));
        given.discord.next(answer);
        Post second = conversation.post(text("second"));
        Post third = conversation.post(text("third"));
        assertTrue(failure(second.delivered()).contains(why), () -> failure(second.delivered()));
        failure(third.delivered());
        failure(conversation.post(text("fourth")).delivered());
        assertTrue(conversation.flush(Duration.ZERO));
        assertEquals(2, given.requests().size());
        assertEquals(1, given.trouble.size(), given.trouble::toString);
        sent(given.open(given.discord.webhook()).post(text("of another build")));
        assertEquals(List.of("first", "of another build"), given.contents());
    }

    static Stream<Arguments> final_() {
        return Stream.of(
                Arguments.of(Answer.unauthorized(), "does not accept the token"),
                Arguments.of(Answer.forbidden(), "does not let webhook"),
                Arguments.of(Answer.notFound(), "is not in Discord any more"),
                Arguments.of(Answer.redirect("http://127.0.0.1:1/elsewhere"), "redirect (HTTP 302)"),
                Arguments.of(Answer.garbage(), "not by Discord"));
    }

    @Test
    @DisplayName("what one step of a build is refused, all of its steps are, and it is told once")
    void refusedToAllSteps() {
        List<Sentence> toldElsewhere = new CopyOnWriteArrayList<>();
        Conversation other = conversation.another(GivenDiscord.SENDER, toldElsewhere::add);
        given.discord.next(Answer.notFound());
        Post first = conversation.post(text("first"));
        Post second = other.post(text("second"));
        String why = failure(first.delivered());
        assertEquals(why, failure(second.delivered()));
        assertEquals(why, failure(other.post(text("third")).delivered()));
        Conversation late = conversation.another(GivenDiscord.SENDER, toldElsewhere::add);
        assertEquals(why, failure(late.post(text("fourth")).delivered()));
        assertEquals(List.of("POST 404"), given.requests());
        assertEquals(1, given.trouble.size());
        assertEquals(List.of(), toldElsewhere);
    }

    @Test
    @DisplayName("a thread that is gone for one step of a build is gone for all, and it is told once")
    void threadGoneForAllSteps() {
        List<Sentence> toldElsewhere = new CopyOnWriteArrayList<>();
        Conversation other = conversation.another(GivenDiscord.SENDER, toldElsewhere::add);
        DiscordMessage lost = DiscordMessage.builder().threadId("4711").content("x").build();
        String why = failure(conversation.post(lost).delivered());
        assertEquals(why, failure(other.post(lost).delivered()));
        sent(other.post(text("in the channel")));
        assertEquals(List.of("POST 404", "POST 200"), given.requests());
        assertEquals(1, given.trouble.size());
        assertEquals(List.of(), toldElsewhere);
    }

    @Test
    @DisplayName("of another kind is told to the step that meets it")
    void toldToWhomItConcerns() {
        List<Sentence> toldElsewhere = new CopyOnWriteArrayList<>();
        Conversation other = conversation.another(GivenDiscord.SENDER, toldElsewhere::add);
        given.discord.next(Answer.error(400, "one", 0), Answer.error(400, "two", 0));
        failure(conversation.post(text("x")).delivered());
        String why = failure(other.post(text("y")).delivered());
        assertEquals(List.of(why), toldElsewhere.stream().map(Sentence::toString).toList());
        assertEquals(1, given.trouble.size());
    }

    @Test
    @DisplayName("is told before the promise is broken, for whoever waits for it may end the log")
    void toldFirst() {
        given.discord.next(Answer.error(400, "x", 0));
        List<Integer> toldThen = new CopyOnWriteArrayList<>();
        conversation.post(text("x")).delivered()
                .handle((sent, problem) -> toldThen.add(given.trouble.size()))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertEquals(List.of(1), toldThen);
    }

    @Test
    @DisplayName("a message that somebody deleted stays deleted, and others are sent")
    void messageGone() {
        Post gone = conversation.post(text("first"));
        sent(gone);
        given.discord.next(Answer.unknownMessage());
        assertTrue(failure(gone.edit(() -> text("changed"))).contains("stays deleted"));
        assertTrue(failure(gone.edit(() -> text("again"))).contains("stays deleted"));
        sent(conversation.post(text("second")));
        assertEquals(3, given.requests().size());
    }

    @Test
    @DisplayName("a thread that is gone is not asked for again, and the channel is written to")
    void threadGone() {
        DiscordMessage lost = DiscordMessage.builder().threadId("4711").content("x").build();
        assertTrue(failure(conversation.post(lost).delivered()).contains("no thread 4711"));
        failure(conversation.post(lost).delivered());
        sent(conversation.post(text("in the channel")));
        assertEquals(List.of("POST 404", "POST 200"), given.requests());
    }

    @Test
    @DisplayName("what Discord refuses is told with its reason and not tried again")
    void invalid() {
        given.discord.next(Answer.error(400, "Invalid Form Body", 50035), Answer.terseRefusal());
        assertTrue(failure(conversation.post(text("x")).delivered()).contains("HTTP 400, Invalid Form Body"));
        assertTrue(failure(conversation.post(text("x")).delivered()).contains("HTTP 400, {\"embeds\":[\"0\"]}"));
        sent(conversation.post(text("y")));
        assertEquals(List.of("y"), given.contents());
    }

    @Test
    @DisplayName("nobody waits for a Discord that does not answer, longer than they said")
    void hangs() throws Exception {
        given.discord.always(Answer.hang(Duration.ofSeconds(30)));
        long begin = System.nanoTime();
        conversation.post(text("x"));
        assertFalse(conversation.flush(Duration.ofMillis(300)));
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toMillis() < 2_000);
    }

    @Test
    @DisplayName("a listener that throws stops nothing")
    void brokenListener() {
        WebhookUrl webhook = WebhookUrl.parse(given.discord.webhook(), List.of(given.discord.address()));
        Conversation other = given.client.open(webhook, GivenDiscord.SENDER, what -> {
            throw new IllegalStateException("a listener's fault");
        });
        given.discord.next(Answer.error(400, "x", 0));
        failure(other.post(text("x")).delivered());
        sent(other.post(text("y")));
        assertEquals(List.of("y"), given.contents());
    }
}
