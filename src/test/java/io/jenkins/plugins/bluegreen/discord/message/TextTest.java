package io.jenkins.plugins.bluegreen.discord.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A text")
class TextTest {
    private static final String FAMILY = "👨‍👩‍👧‍👦";

    @Test
    @DisplayName("has no unpaired surrogates")
    void surrogates() {
        assertEquals("a\uFFFDb\uFFFD\uFFFD😀\uFFFD", Text.clean("a\uD83Db\uDE00\uDE00\uD83D\uDE00\uD83D"));
    }

    @Test
    @DisplayName("has no control characters but newlines and tabs")
    void controls() {
        assertEquals("a\n\tb\n\nc", Text.clean("\u0000a\r\n\tb\u0007\r\r\u007F\u0085\u009Fc\u0008"));
    }

    @Test
    @DisplayName("has no terminal sequences")
    void terminal() {
        assertEquals("red done[1", Text.clean("\u001B[31;1mred\u001B[0m \u001B[2K\u001B[?25ldone\u001B\u001B[0m\u001B[1"));
    }

    @Test
    @DisplayName("can't be made to read from right to left")
    void bidi() {
        assertEquals("abc", Text.clean("\u202A\u202B\u202C\u202D\u202Ea\u2066b\u2067\u2068\u2069c"));
        assertEquals("שלום", Text.clean("שלום"));
    }

    @Test
    @DisplayName("is empty rather than null")
    void none() {
        assertEquals("", Text.prepare(null));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"@everyone", "@here", "@EveryOne", "<@123>", "<@!123>", "<@&123>"})
    @DisplayName("C62 mentions nobody")
    void defused(String mention) {
        String harmless = mention.replace("@", "@\u200B");
        assertEquals("a" + harmless + "b" + harmless, Text.prepare("a" + mention + "b" + mention));
        assertEquals(harmless, Text.defuse(harmless));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"@\u0000everyone", "@\u001B[31mhere", "@\u202Eeve\u202Cryone", "<\u0008@&12\u00073>", "@here\r"})
    @DisplayName("C62 mentions nobody by characters that are removed")
    void defusedAfterCleaning(String mention) {
        assertEquals(-1, Text.prepare(mention).replace("@\u200B", "").indexOf('@'));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "<t:123:R>", "<#123>", "<:ok:123>", "<a:ok:123>", "me@example.com", "@ everyone", "<@x>", "a@123>"
    })
    @DisplayName("keeps times, channels, emoji and addresses")
    void kept(String text) {
        assertEquals(text, Text.prepare(text));
    }

    @Test
    @DisplayName("begins and ends as Python's str.strip() leaves it")
    void stripped() {
        String spaces = "\t\n\u000B\f\r\u001C\u001D\u001E\u001F \u0085\u00A0\u1680\u2000\u2007\u200A\u2028\u2029"
                + "\u202F\u205F\u3000";
        assertEquals("a b", Text.strip(spaces + "a b" + spaces));
        assertEquals("", Text.strip(spaces));
        for (String other : new String[] {"\u200B", "\uFEFF", "\u2060", "\u180E"}) {
            assertEquals(other, Text.strip(other));
        }
    }

    @Test
    @DisplayName("is counted in code points")
    void length() {
        assertEquals(4, Text.length("a😀한\u0301"));
    }

    @Test
    @DisplayName("that fits is the same")
    void fits() {
        String text = "😀".repeat(5);
        assertSame(text, Shortening.plain(text, 5));
        assertSame(text, Shortening.markdown(text, 5));
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource({
        // at a word's end in the last third, or within the word
        "the quick brown fox, 12, the quick…",
        "the quick brown fox, 10, the quick…",
        "the quick brown fox, 9, the quic…",
        "a quickbrownfox, 10, a quickbr…",
        "'a,   b', 5, 'a,…'",
        "wait… for it, 6, wait…",
        "abc, 1, …",
        // never within what readers see as one character
        "한글한글, 3, 한글…",
        "😀😀😀, 2, 😀…",
        "aaaae\u0301aaa, 6, aaaa…",
        "aaaae\u0301aaa, 7, aaaae\u0301…",
        "aaa👍🏽aaa, 5, aaa…",
        "aaa❤\uFE0Faaa, 5, aaa…",
        "🇰🇷🇰🇷🇰🇷, 4, 🇰🇷…",
        "\u1112\u1161\u11AB\u1112\u1161\u11AB, 5, \u1112\u1161\u11AB…",
    })
    @DisplayName("is cut where a reader would cut it")
    void cut(String text, int limit, String shortened) {
        assertEquals(shortened, Shortening.plain(text, limit));
    }

    @Test
    @DisplayName("is cut before an emoji of several, and not for long")
    void joined() {
        assertEquals("ab…", Shortening.plain("ab" + FAMILY + "c", 9));
        assertEquals("ab" + FAMILY + "…", Shortening.plain("ab" + FAMILY + "cd", 10));
        assertEquals(FAMILY + "…", Shortening.plain(FAMILY.repeat(3), 14));
        // one character, to Unicode: better a part of it than nothing
        assertEquals(100, Text.length(Shortening.plain("a" + "\u0301".repeat(500), 100)));
        assertEquals("👨" + "\u200D👨".repeat(48) + "…", Shortening.plain("👨" + "\u200D👨".repeat(500), 99));
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource({
        "'```\nabcdefgh\n```\nx', 14, '```\nabcde…\n```'",
        "'```\nabcdefgh\n```\nxyz', 18, '```\nabcdefgh\n```…'",
        "'abcdefghijkl```xyzuvw', 17, 'abcdefghijkl…'",
        "'```abcdefgh', 5, '…'",
        "'```abcdefgh', 3, '``…'",
        "'ab ``cdefghij', 9, 'ab ``cde…'",
    })
    @DisplayName("does not leave a code block open")
    void fences(String text, int limit, String shortened) {
        assertEquals(shortened, Shortening.markdown(text, limit));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"<@1", "<@", "\u001B[1", "@", "\u0301", "``` ", "\u200D👨", "a.", "http://a.", "\\", "/"})
    @DisplayName("of 200 000 pieces takes no time")
    void huge(String piece) {
        String text = piece.repeat(200_000);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            Shortening.markdown(Text.prepareLine(text), Limits.DESCRIPTION);
            Links.accepted("https://" + text);
            DiscordFile.nameOf(text);
            SenderName.accepted(text);
        });
    }
}
