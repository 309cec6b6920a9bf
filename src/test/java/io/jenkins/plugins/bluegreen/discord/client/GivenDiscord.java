package io.jenkins.plugins.bluegreen.discord.client;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.bluegreen.discord.local.LocalDiscord;
import io.jenkins.plugins.bluegreen.discord.local.Received;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Sender;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;

/** A Discord on this machine, a client with short retries, and what a build says to a channel. */
public final class GivenDiscord implements AutoCloseable {
    /** The webhook's own name and picture. */
    static final Sender SENDER = new Sender(null, null);

    static final RetryPolicy RETRIES = new RetryPolicy(3, 20, 100, 20_000, 100);

    public final LocalDiscord discord = LocalDiscord.start();
    public final DiscordClient client;
    public final List<Sentence> trouble = new CopyOnWriteArrayList<>();
    public final Conversation conversation;

    public GivenDiscord() {
        this(RETRIES);
    }

    public GivenDiscord(RetryPolicy retries) {
        client = new DiscordClient(new OkHttpClient(), retries);
        conversation = open(discord.webhook());
    }

    public Conversation open(String url) {
        return client.open(WebhookUrl.parse(url, List.of(discord.address())), SENDER, trouble::add);
    }

    public static DiscordMessage text(String content) {
        return DiscordMessage.builder().content(content).build();
    }

    /** The contents of what is in Discord, oldest first. */
    List<String> contents() {
        return discord.posts().stream().filter(post -> !post.deleted()).map(post -> post.body().path("content").asText()).toList();
    }

    /** How many states of messages wait to be sent. */
    public int waiting() {
        synchronized (conversation.queue) {
            return conversation.waiting();
        }
    }

    /** The methods of all requests and how they were answered, {@code POST 200}. */
    public List<String> requests() {
        return discord.requests().stream().map(GivenDiscord::line).toList();
    }

    private static String line(Received request) {
        return request.method() + " " + request.status();
    }

    /** Waits until a message is delivered. */
    public static SentMessage sent(Post post) {
        return sent(post.delivered());
    }

    public static SentMessage sent(CompletableFuture<SentMessage> promise) {
        return promise.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** The sentence with which a promise was broken. */
    static String failure(CompletableFuture<SentMessage> promise) {
        CompletionException thrown = assertThrows(CompletionException.class, () -> sent(promise));
        return ((DiscordException) thrown.getCause()).sentence().toString();
    }

    @Override
    public void close() {
        client.close();
        discord.close();
    }
}
