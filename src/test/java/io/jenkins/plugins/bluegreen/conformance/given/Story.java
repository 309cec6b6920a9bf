package io.jenkins.plugins.bluegreen.conformance.given;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.discord.ReleaseMessage;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.DiscordClient;
import io.jenkins.plugins.bluegreen.discord.local.LocalDiscord;
import io.jenkins.plugins.bluegreen.discord.local.channel.Post;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import io.jenkins.plugins.bluegreen.discord.message.Sender;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;

/** The messages that an application's releases send to a local Discord. */
public final class Story implements AutoCloseable {
    /** How long a release's end may wait for its last messages. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    public final LocalDiscord discord = LocalDiscord.start();
    public final List<Sentence> trouble = new CopyOnWriteArrayList<>();
    public final Conversation conversation;
    private final DiscordClient client = new DiscordClient(new OkHttpClient());

    private Story(Given given, Locale locale, boolean logLines) {
        WebhookUrl webhook = WebhookUrl.parse(discord.webhook(), List.of(discord.address()));
        conversation = client.open(webhook, new Sender(null, null), trouble::add);
        given.listeners.add(new ReleaseMessage(
                conversation, locale, logLines, DiscordMessage::builder, Mention.role("4711"), null, null));
    }

    /** Records the messages of the next release of {@code given}. */
    public static Story of(Given given) {
        return new Story(given, Locale.ENGLISH, true);
    }

    /** The same in a channel that gets no log lines of Pods. */
    public static Story withoutLogLines(Given given) {
        return new Story(given, Locale.ENGLISH, false);
    }

    public static Story inKorean(Given given) {
        return new Story(given, Locale.KOREAN, true);
    }

    /** Waits for all messages, and returns them. */
    public List<Post> posts() throws InterruptedException {
        assertTrue(conversation.flush(PATIENCE), () -> discord.requests().toString());
        return discord.posts();
    }

    /** A message's embed as text: title, text, fields and footer, a line each. */
    public static String embed(JsonNode message) {
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
