package io.jenkins.plugins.bluegreen.discord.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.discord.local.rules.SingleQuoted;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The local Discord's faults")
class AnswerTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final LocalDiscord discord = LocalDiscord.start().unlimited();
    private final Client client = new Client();

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    @DisplayName("answers are taken in order, once each, and then it works again")
    void order() throws Exception {
        discord.next(Answer.serverError(502), Answer.status(500), Answer.notFound(), Answer.unauthorized());
        discord.next(Answer.forbidden(), Answer.unknownMessage(), Answer.garbage(), Answer.terseRefusal());
        for (int status : List.of(502, 500, 404, 401, 403, 404, 200, 400, 204)) {
            assertEquals(status, say().statusCode());
        }
        assertEquals(1, discord.posts().size());
        assertEquals(502, discord.requests().get(0).status());
        assertTrue(discord.requests().get(2).refusal().contains("10015"));
    }

    @Test
    @DisplayName("an answer for a method waits for it; a lasting one lasts until null")
    void methods() throws Exception {
        discord.next(Answer.status(503).on("DELETE")).always(Answer.status(500).on("POST"));
        assertEquals(500, say().statusCode());
        assertEquals(500, say().statusCode());
        assertEquals(503, client.delete(discord.webhook() + "/messages/1").statusCode());
        assertEquals(404, client.delete(discord.webhook() + "/messages/1").statusCode());
        discord.always(null);
        assertEquals(204, say().statusCode());
    }

    @Test
    @DisplayName("a 429 to order: of the bucket, of all, of Cloudflare")
    void rateLimits() throws Exception {
        discord.next(Answer.rateLimited(0.65), Answer.globallyRateLimited(2.5), Answer.rateLimitedByHtml(7));
        String[] names = {"Retry-After", "X-RateLimit-Reset-After", "X-RateLimit-Scope"};
        HttpResponse<String> bucket = say();
        assertEquals(0.65, SingleQuoted.json(bucket.body()).path("retry_after").asDouble());
        assertEquals(List.of("1", "0.650", "user"), headers(bucket, names));
        HttpResponse<String> global = say();
        assertTrue(SingleQuoted.json(global.body()).path("global").asBoolean());
        assertEquals(List.of("3", "", "global"), headers(global, names));
        HttpResponse<String> html = say();
        assertEquals(List.of("7", "", ""), headers(html, names));
        assertTrue(html.body().startsWith("<html>"));
        assertEquals(429, html.statusCode());
    }

    @Test
    @DisplayName("a redirect names its target")
    void redirect() throws Exception {
        discord.next(Answer.redirect("http://elsewhere.example/x"));
        HttpResponse<String> answer = say();
        assertEquals(302, answer.statusCode());
        assertEquals(List.of("http://elsewhere.example/x"), headers(answer, "Location"));
    }

    @Test
    @DisplayName("a reset has no answer, with the message stored or not")
    void reset() throws Exception {
        discord.next(Answer.reset().on("POST"));
        assertThrows(IOException.class, this::say);
        assertEquals(0, discord.posts().size());
        discord.next(Answer.resetAfterProcessing().on("POST"));
        assertThrows(IOException.class, this::say);
        assertEquals(1, discord.posts().size());
        assertEquals(0, discord.requests().get(0).status());
    }

    @Test
    @DisplayName("a hanging request is seen while it hangs, and ends with the server")
    void hang() {
        discord.next(Answer.hang(LONG), Answer.hangAfterProcessing(LONG));
        CompletableFuture<Throwable> first = attempt();
        discord.await("the first request", () -> discord.requests().size() == 1);
        CompletableFuture<Throwable> second = attempt();
        discord.await("the second request's effect", () -> discord.posts().size() == 1);
        discord.close();
        assertTrue(first.join() instanceof IOException);
        assertTrue(second.join() instanceof IOException);
    }

    @Test
    @DisplayName("a slow answer outlasts the client's patience, the message is stored")
    void slow() {
        OkHttpClient impatient =
                new OkHttpClient.Builder().callTimeout(Duration.ofMillis(500)).build();
        okhttp3.Request request = new okhttp3.Request.Builder()
                .url(discord.webhook() + "?wait=true")
                .post(RequestBody.create("{\"content\":\"a\",\"allowed_mentions\":{}}", MediaType.get("application/json")))
                .build();
        discord.next(Answer.slowBody(LONG), Answer.late(LONG));
        for (int i = 1; i <= 2; i++) {
            assertThrows(InterruptedIOException.class, () -> {
                try (Response answer = impatient.newCall(request).execute()) {
                    answer.body().string();
                }
            });
            int stored = i;
            discord.await("the message", () -> discord.posts().size() == stored);
        }
    }

    @Test
    @DisplayName("slow within the client's patience is whole")
    void slowEnough() throws Exception {
        discord.next(Answer.slowBody(Duration.ofMillis(50)), Answer.late(Duration.ofMillis(50)));
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = client.say(discord.webhook() + "?wait=true", "a");
            assertEquals(discord.posts().get(i).body(), SingleQuoted.json(answer.body()));
        }
    }

    @Test
    @DisplayName("a condition that never holds is told with the requests")
    void await() throws Exception {
        say();
        Thread.currentThread().interrupt();
        AssertionError error = assertThrows(AssertionError.class, () -> discord.await("spring", () -> false));
        assertTrue(Thread.interrupted());
        assertTrue(error.getMessage().contains("spring"));
    }

    private HttpResponse<String> say() throws IOException, InterruptedException {
        return client.say(discord.webhook(), "a");
    }

    private CompletableFuture<Throwable> attempt() {
        String url = discord.webhook();
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new AssertionError(client.say(url, "a").toString());
            } catch (IOException | InterruptedException e) {
                return e;
            }
        });
    }

    private static List<String> headers(HttpResponse<String> answer, String... names) {
        return List.of(names).stream().map(name -> answer.headers().firstValue(name).orElse("")).toList();
    }
}
