package io.jenkins.plugins.bluegreen.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.discord.Conversation;
import io.jenkins.plugins.bluegreen.discord.DiscordClient;
import io.jenkins.plugins.bluegreen.discord.Mention;
import io.jenkins.plugins.bluegreen.discord.ReleaseMessage;
import io.jenkins.plugins.bluegreen.discord.WebhookUrl;
import io.jenkins.plugins.bluegreen.discord.local.LocalDiscord;
import io.jenkins.plugins.bluegreen.discord.local.Post;
import io.jenkins.plugins.bluegreen.engine.Sentence;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;

/** What the releases of an application tell a Discord on this machine. */
final class Story implements AutoCloseable {
    /** How long the end of a release may wait for its last messages. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    final LocalDiscord discord = LocalDiscord.start();
    final List<Sentence> trouble = new CopyOnWriteArrayList<>();
    final Conversation conversation;
    private final DiscordClient client = new DiscordClient(new OkHttpClient());

    private Story(Given given, Locale locale) {
        conversation = client.open(WebhookUrl.parse(discord.webhook(), List.of(discord.address())), trouble::add);
        given.listeners.add(new ReleaseMessage(conversation, locale, Mention.role("4711")));
    }

    /** Of the next release of {@code given}. */
    static Story of(Given given) {
        return new Story(given, Locale.ENGLISH);
    }

    static Story inKorean(Given given) {
        return new Story(given, Locale.KOREAN);
    }

    /** Waits for all that was said, and gives the messages. */
    List<Post> posts() throws InterruptedException {
        assertTrue(conversation.flush(PATIENCE), () -> discord.requests().toString());
        return discord.posts();
    }

    /** What a message's embed says: title, text, fields and footer, a line each. */
    static String embed(JsonNode message) {
        JsonNode embed = message.at("/embeds/0");
        StringBuilder text = new StringBuilder(embed.path("title").asText())
                .append('\n')
                .append(embed.path("description").asText());
        embed.path("fields").forEach(field -> text.append('\n')
                .append(field.path("name").asText())
                .append(": ")
                .append(field.path("value").asText()));
        return text.append('\n').append(embed.at("/footer/text").asText()).toString();
    }

    @Override
    public void close() {
        client.close();
        discord.close();
    }
}
