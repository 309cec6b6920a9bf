package io.jenkins.plugins.bluegreen.discord.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.Sample;
import io.jenkins.plugins.bluegreen.discord.local.rules.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("sweep")
@DisplayName("Any message")
class MessagePropertyTest {
    private static final int MESSAGES = Sample.of(2_000, 400);

    private static final List<List<String>> ALPHABETS = List.of(
            List.of("a", "b", "word ", "Wort, ", "\n", "0", "."),
            List.of(
                    " ", "\t", "\n", "\r\n", "\r", "\u000B", "\u0085", "\u00A0", "\u2007", "\u202F", "\u001C", "\u3000",
                    "\u2028", "\u200B"),
            List.of("😀", "한", "글", "\uD83D", "\uDE00", "\uDBFF", "\uDFFF", "\uFFFE", "\uFEFF", "𝔘", "\u0000"),
            List.of(
                    "@everyone", "@here", "@EVERYONE", "@", "every", "one", "he", "re", "<@", "<@&", "<@!", "123", "5", ">",
                    "<", "&", "!", "\u0000", "\u001B[31m", "\u001B", "[0m", "\u202E", "\u2066", "\u200B", "\r", "\uD83D"),
            List.of("```", "`", "\n", "```json\n", "code ", "…", "**", "||", "> ", "# ", "[a](https://b.c)"),
            List.of(
                    "👨‍👩‍👧‍👦", "\u200D", "\uFE0F", "❤", "🇰🇷", "🇰", "👍🏽", "e", "\u0301", "\u1112", "\u1161", "\u11AB",
                    "ก\u0E33"),
            List.of(
                    "https://", "http://", "example.com", "localhost", ":", "/", "?", "#", "@", "user:pass@", "8080", "[::1]",
                    "a%2", " "),
            List.of("clyde", "Discord", "here", "everyone", "di", "scord", "\u200B", "@", " ", "."),
            List.of("a/", "..", ".", "\\", "\"", "'", "\u0000", "log", ".log", "\r\n"));

    private final Random random = new Random(Sample.SEED);

    @Test
    @DisplayName("C62 is accepted by Discord and pings those who were asked for, whatever its texts hold")
    void accepted() {
        for (int i = 0; i < MESSAGES; i++) {
            Set<String> asked = new HashSet<>();
            DiscordMessage message = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> message(asked), name(i));
            List<String> files = message.files().stream().map(DiscordFile::name).toList();
            JsonNode create = DiscordMessageTest.create(message);
            JsonNode edit = DiscordMessageTest.edit(message);
            assertNull(Rules.refusalOfCreate(create, files), name(i));
            assertNull(Rules.refusalOfEdit(edit, files), name(i));
            assertEquals(asked, Rules.pings(create), name(i));
            assertEquals(asked, Rules.pings(edit), name(i));
        }
        System.out.println("C62 random messages: " + MESSAGES + " tried, 0 refused, " + Sample.seed());
    }

    private String name(int message) {
        return "message " + message + " " + Sample.seed();
    }

    private DiscordMessage message(Set<String> asked) {
        DiscordMessage.Builder message = DiscordMessage.builder();
        if (random.nextBoolean()) {
            message.content(text());
        }
        if (random.nextBoolean()) {
            message.username(text());
        }
        if (random.nextInt(4) == 0) {
            message.silent();
        }
        if (random.nextBoolean()) {
            message.threadId("42").threadName(text());
        }
        int files = few(12);
        for (int i = 0; i < files; i++) {
            message.file(text(), random.nextInt(10) == 0 ? null : new byte[random.nextInt(10)]);
        }
        int mentions = few(5);
        for (int i = 0; i < mentions; i++) {
            message.mention(mention(asked));
        }
        int embeds = few(12);
        for (int i = 0; i < embeds; i++) {
            message.embed(embed());
        }
        return message.build();
    }

    private Mention mention(Set<String> asked) {
        String id = Integer.toString(random.nextInt(200));
        switch (random.nextInt(4)) {
            case 0:
                asked.add("everyone");
                return random.nextBoolean() ? Mention.everyone() : Mention.here();
            case 1:
                asked.add("role " + id);
                return Mention.role(id);
            case 2:
                asked.add("user " + id);
                return Mention.user(id);
            default:
                return null;
        }
    }

    private DiscordEmbed embed() {
        DiscordEmbed.Builder embed = DiscordEmbed.builder();
        if (random.nextBoolean()) {
            embed.title(text()).url(text());
        }
        if (random.nextBoolean()) {
            embed.description(text());
        }
        if (random.nextBoolean()) {
            embed.footer(text()).color(random.nextInt());
        }
        if (random.nextBoolean()) {
            embed.timestamp(Instant.ofEpochSecond(random.nextLong() >> 27, random.nextInt(1_000_000_000)));
        }
        int fields = few(28);
        for (int i = 0; i < fields; i++) {
            embed.field(text(), text(), random.nextBoolean());
        }
        return embed.build();
    }

    /** Mostly none or some; at times up to {@code most}. */
    private int few(int most) {
        return random.nextInt(4) == 0 ? random.nextInt(most + 1) : random.nextInt(3);
    }

    private String text() {
        int kind = random.nextInt(200);
        if (kind == 0) {
            return null;
        }
        int pieces = kind == 1 ? random.nextInt(10_000) : kind < 10 ? random.nextInt(300) : random.nextInt(12);
        List<String> alphabet = ALPHABETS.get(random.nextInt(ALPHABETS.size()));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(30) == 0) {
                alphabet = ALPHABETS.get(random.nextInt(ALPHABETS.size()));
            }
            text.append(alphabet.get(random.nextInt(alphabet.size())));
        }
        return text.toString();
    }
}
