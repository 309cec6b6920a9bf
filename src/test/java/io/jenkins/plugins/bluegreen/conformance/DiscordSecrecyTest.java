package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Story;
import io.jenkins.plugins.bluegreen.discord.client.Post;
import io.jenkins.plugins.bluegreen.discord.local.Answer;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Scenarios that check that the webhook's URL, a secret, appears nowhere. */
@Isolated("reads every log line and thread name of the JVM")
class DiscordSecrecyTest {
    @Test
    @DisplayName("C63 the webhook's token is in no log, exception, thread name, saved state or page")
    void nowhere() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        Handler log = collecting(seen);
        root.addHandler(log);
        root.setLevel(Level.ALL);
        try (Given given = Given.anApplication("backend").live(BLUE);
                Story story = Story.of(given)) {
            story.discord.next(
                    Answer.reset(),
                    Answer.serverError(502),
                    Answer.rateLimited(0.05),
                    Answer.hangAfterProcessing(Duration.ofMillis(300)),
                    Answer.error(400, "no " + story.discord.secrets().get(0), 50035));
            Released released = given.start("v2", spec -> {}, state -> threads(seen)).end();
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            threads(seen);
            story.posts();
            story.discord.next(Answer.redirect(story.discord.webhook()));
            Post last = story.conversation.post(DiscordMessage.builder().content("x").build());
            threads(seen);
            seen.add(failure(last));
            story.trouble.forEach(sentence -> seen.add(sentence.toString()));
            seen.addAll(released.lines());
            seen.add(serialised(released.state()));
            seen.add(story.conversation.toString() + last);
            seen.add(story.discord.conversation());

            assertTrue(seen.stream().anyMatch(text -> text.contains("okhttp") || text.contains("OkHttp")), "nothing of okhttp was seen");
            assertEquals(2, story.trouble.size(), story.trouble::toString);
            String token = story.discord.secrets().get(0);
            for (String text : seen) {
                assertTrue(!text.contains(token), () -> "The token shows in: " + text);
            }
        } finally {
            root.setLevel(before);
            root.removeHandler(log);
        }
    }

    private static void threads(List<String> seen) {
        Thread.getAllStackTraces().keySet().forEach(thread -> seen.add("thread " + thread.getName()));
    }

    private static String failure(Post post) {
        try {
            return "sent " + post.delivered().join();
        } catch (CompletionException e) {
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text, true));
            return text.toString();
        }
    }

    private static String serialised(Object state) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(state);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static Handler collecting(List<String> seen) {
        SimpleFormatter formatter = new SimpleFormatter();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                // the receiving side, which may know its own address
                if (!String.valueOf(entry.getLoggerName()).contains("httpserver")) {
                    seen.add(formatter.format(entry));
                }
            }

            @Override
            public void flush() {
                // nothing is kept back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        handler.setLevel(Level.ALL);
        return handler;
    }
}
