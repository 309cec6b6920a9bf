package io.jenkins.plugins.bluegreen.e2e.drills;

import io.jenkins.plugins.bluegreen.discord.ReleaseMessage;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.DiscordClient;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import io.jenkins.plugins.bluegreen.discord.message.Sender;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.service.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;

/** Notifies two webhooks about each release, one in English and one in Korean. */
final class TwoChannels implements AutoCloseable {
    private static final Duration LAST_MESSAGE = Duration.ofSeconds(5);

    private final DiscordClient client = new DiscordClient(new OkHttpClient());
    private final String english;
    private final String korean;
    private final String address;

    /** @param address the host and port of both URLs */
    TwoChannels(String english, String korean, String address) {
        this.english = english;
        this.korean = korean;
        this.address = address;
    }

    /** @param posted the English message before a restart; the Korean one is posted anew then */
    Surroundings.Notification notification(SentMessage posted, Consumer<String> trouble) {
        Conversation first = open(english, trouble);
        Conversation second = open(korean, what -> {});
        ReleaseMessage message = message(first, Locale.ENGLISH, posted);
        ReleaseEvents both = ReleaseEvents.all(List.of(message, message(second, Locale.KOREAN, null)));
        return new Surroundings.Notification() {
            @Override
            public ReleaseEvents listener() {
                return both;
            }

            @Override
            public SentMessage sent() {
                return message.sent();
            }

            @Override
            public void end() throws InterruptedException {
                first.flush(LAST_MESSAGE);
                second.flush(LAST_MESSAGE);
            }
        };
    }

    private Conversation open(String webhook, Consumer<String> trouble) {
        Consumer<Sentence> sentences = what -> trouble.accept(what.toString());
        return client.open(WebhookUrl.parse(webhook, List.of(address)), new Sender(null, null), sentences);
    }

    private static ReleaseMessage message(Conversation conversation, Locale locale, SentMessage posted) {
        return new ReleaseMessage(
                conversation, locale, true, DiscordMessage::builder, Mention.role("1122334455"), posted, null);
    }

    @Override
    public void close() {
        client.close();
    }
}
