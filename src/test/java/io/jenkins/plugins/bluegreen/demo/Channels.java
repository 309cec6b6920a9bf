package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.discord.ReleaseMessage;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.DiscordClient;
import io.jenkins.plugins.bluegreen.discord.local.Answer;
import io.jenkins.plugins.bluegreen.discord.local.LocalDiscord;
import io.jenkins.plugins.bluegreen.discord.local.Received;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import io.jenkins.plugins.bluegreen.discord.message.Sender;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;

/**
 * A local Discord with a channel for each application's releases: the frontend's in English, the backend's in Korean.
 * It applies Discord's limits, and answers each release once with 429.
 */
final class Channels implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final double MAKES_WAIT_SECONDS = 0.4;
    private static final Set<Outcome> GOOD = Set.of(Outcome.PROMOTED, Outcome.UNCHANGED, Outcome.ABORTED);

    private final LocalDiscord discord = LocalDiscord.start();
    private final DiscordClient client = new DiscordClient(new OkHttpClient());

    /** The messages of one release. */
    final class Telling {
        private final List<Sentence> trouble = new CopyOnWriteArrayList<>();
        private final Conversation conversation;
        private final ReleaseMessage message;
        private final String webhook;
        private final int before;

        private Telling(Application application) {
            webhook = discord.webhook(application.name());
            before = discord.posts(webhook).size();
            WebhookUrl address = WebhookUrl.parse(webhook, List.of(discord.address()));
            conversation = client.open(address, new Sender(null, null), trouble::add);
            Locale locale = application.name().equals("backend") ? Locale.KOREAN : Locale.ENGLISH;
            message = new ReleaseMessage(
                    conversation, locale, true, DiscordMessage::builder, Mention.role("1122334455"), null, null);
        }

        ReleaseEvents events() {
            return message;
        }

        /** Waits for the last message, and returns what is wrong with the messages, a sentence each. */
        List<String> problems(Outcome outcome) throws InterruptedException {
            List<String> problems = new ArrayList<>();
            if (!conversation.flush(PATIENCE)) {
                problems.add("expected every message in Discord within " + PATIENCE.toSeconds() + " s of the end");
            }
            trouble.forEach(sentence -> problems.add("expected no trouble with Discord, but: " + sentence));
            int messages = discord.posts(webhook).size() - before;
            int expected = GOOD.contains(outcome) ? 1 : 2;
            if (messages != expected) {
                problems.add("expected " + expected + " messages in Discord, were " + messages);
            }
            return problems;
        }
    }

    /** Starts the messages of an application's next release. */
    Telling next(Application application) {
        discord.next(Answer.rateLimited(MAKES_WAIT_SECONDS));
        return new Telling(application);
    }

    /** The messages of all releases as HTML. */
    String html() {
        return discord.conversation();
    }

    /** A summary in one line. */
    String summary() {
        List<Received> requests = discord.requests();
        long waits = requests.stream().filter(Received::isRateLimited).count();
        long edits = requests.stream().filter(request -> request.method().equals("PATCH") && request.status() == 200).count();
        return "Discord: " + discord.posts().size() + " messages, changed " + edits + " times, by " + requests.size()
                + " requests, " + waits + " of which were told to wait";
    }

    /** The webhooks' tokens, which no output of the demo may contain. */
    List<String> secrets() {
        return discord.secrets();
    }

    @Override
    public void close() {
        client.close();
        discord.close();
    }
}
