package io.jenkins.plugins.bluegreen.discord.message;

import static io.jenkins.plugins.bluegreen.discord.message.DiscordMessageTest.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A message within Discord's limits")
class MessageLimitsTest {
    private static final int MEBIBYTE = 1024 * 1024;

    /** Four bytes in UTF-8, three of them in UTF-16's one, and one. */
    private static final List<String> CHARACTERS = List.of("😀", "한", "글", "a");

    /** A text of a message: its limit, how it gets there, and where it is found. */
    record Place(String name, int limit, Function<String, DiscordMessage> with, String pointer) {
        String sent(String text) {
            return accepted(with.apply(text)).at(pointer).asText();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Place> places() {
        return Stream.of(
                new Place("content", 2000, text -> message().content(text).build(), "/content"),
                new Place("username", 80, text -> message().content("c").username(text).build(), "/username"),
                new Place("thread name", 100, text -> message().content("c").threadName(text).build(), "/thread_name"),
                place("title", 256, text -> embed().title(text), "/title"),
                place("description", 4096, text -> embed().description(text), "/description"),
                place("field name", 256, text -> embed().field(text, "v", false), "/fields/0/name"),
                place("field value", 1024, text -> embed().field("n", text, false), "/fields/0/value"),
                place("footer", 2048, text -> embed().footer(text), "/footer/text"),
                new Place("file name", 100, text -> message().file(text, new byte[1]).build(), "/attachments/0/filename"));
    }

    private static Place place(String name, int limit, Function<String, DiscordEmbed.Builder> with, String pointer) {
        return new Place(name, limit, text -> DiscordMessage.of(with.apply(text).build()), "/embeds/0" + pointer);
    }

    private static Stream<Arguments> placesAndCharacters() {
        return places().flatMap(place -> CHARACTERS.stream().map(character -> Arguments.of(place, character)));
    }

    private static DiscordMessage.Builder message() {
        return DiscordMessage.builder();
    }

    private static DiscordEmbed.Builder embed() {
        return DiscordEmbed.builder();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("placesAndCharacters")
    @DisplayName("C62 has a text as it was when it is as long as it may be")
    void atTheLimit(Place place, String character) {
        String text = character.repeat(place.limit);
        assertEquals(text, place.sent(text));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("placesAndCharacters")
    @DisplayName("C62 has a text as it was when only the whitespace around it is too much")
    void withSpaces(Place place, String character) {
        String text = character.repeat(place.limit);
        assertEquals(text, place.sent(" \u3000\n" + text + "\u00A0\t "));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("placesAndCharacters")
    @DisplayName("C62 has a text as long as it may be, with its end missing, when it was longer")
    void beyondTheLimit(Place place, String character) {
        for (int more : new int[] {1, 2, 10_000}) {
            String sent = place.sent(character.repeat(place.limit + more));
            assertEquals(character.repeat(place.limit - 1) + "…", sent);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    @DisplayName("C62 has no broken characters, wherever the cut is")
    void anyCut(Place place) {
        for (String unit : List.of("👨‍👩‍👧‍👦", "🇰🇷", "e\u0301", "\u1112\u1161\u11AB", "👍🏽", "한글😀")) {
            for (int shift = 0; shift < 8; shift++) {
                String text = "a".repeat(shift) + unit.repeat(place.limit);
                String sent = place.sent(text);
                int size = length(sent);
                assertTrue(size <= place.limit && size > place.limit - 9, place + ": " + size + " code points");
                assertTrue(sent.endsWith("…"), sent);
                assertTrue(text.startsWith(sent.substring(0, sent.length() - 1)), sent);
                assertEquals(-1, sent.indexOf('\uFFFD'), sent);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    @DisplayName("C62 ends a long text after a word")
    void words(Place place) {
        String sent = place.sent("Wörter und 단어 ".repeat(place.limit));
        assertTrue(sent.matches("(?s).*(Wörter|und|단어)…"), sent);
        assertTrue(length(sent) <= place.limit && length(sent) > place.limit - 10, sent);
    }

    @Test
    @DisplayName("C62 has 25 fields, of which the last says how many are missing")
    void fields() {
        assertEquals("v25", fields(25).at("/24/value").textValue());
        assertEquals(25, fields(26).size());
        assertEquals("v24", fields(26).at("/23/value").textValue());
        assertEquals("…", fields(26).at("/24/name").textValue());
        assertEquals("+2", fields(26).at("/24/value").textValue());
        assertEquals("+976", fields(1000).at("/24/value").textValue());
    }

    private static JsonNode fields(int count) {
        DiscordEmbed.Builder embed = embed();
        for (int i = 1; i <= count; i++) {
            embed.field("n" + i, "v" + i, true);
        }
        return accepted(DiscordMessage.of(embed.build())).at("/embeds/0/fields");
    }

    @Test
    @DisplayName("C62 has 10 embeds, of which the last says that more are missing")
    void embeds() {
        assertFalse(embeds(10, null).at("/9").has("footer"));
        JsonNode embeds = embeds(11, null);
        assertEquals(10, embeds.size());
        assertFalse(embeds.at("/8").has("footer"));
        assertEquals("t10", embeds.at("/9/title").textValue());
        assertEquals("…", embeds.at("/9/footer/text").textValue());
        assertEquals("by Jenkins …", embeds(30, "by Jenkins").at("/9/footer/text").textValue());
        assertEquals("by…", embeds(11, "by…").at("/9/footer/text").textValue());
        String footer = embeds(11, "x".repeat(2048)).at("/9/footer/text").textValue();
        assertTrue(footer.endsWith("…"), footer);
    }

    private static JsonNode embeds(int count, String footer) {
        DiscordMessage.Builder message = message();
        for (int i = 1; i <= count; i++) {
            message.embed(embed().title("t" + i).footer(footer).build()).embed(null);
        }
        return accepted(message.build()).path("embeds");
    }

    @Test
    @DisplayName("C62 has embeds of 6000 code points, not counting the whitespace around texts")
    void texts() {
        assertEquals(List.of(4096, 256, 1024, 624), lengths(textsOf("😀", 4096, 624, "")));
        assertEquals(List.of(4096, 256, 1024, 624), lengths(textsOf("😀", 4096, 624, " \u3000")));
    }

    @Test
    @DisplayName("C62 shortens the longest text of its embeds, and no further than it must")
    void longestText() {
        assertEquals(List.of(4095, 256, 1024, 625), lengths(textsOf("😀", 4096, 625, "")));
        assertEquals(List.of(2696, 256, 1024, 2024), lengths(textsOf("한", 4096, 2024, "")));
        // two become the longest: they share what is left
        assertEquals(List.of(2024, 2024, 1024, 928), lengths(List.of(
                embed().description("a".repeat(4096)).footer("a".repeat(2024)).build(),
                embed().description("a".repeat(1024)).footer("a".repeat(928)).build())));
        assertEquals(List.of(2000, 2000, 2000), lengths(List.of(
                embed().description("a".repeat(4096)).build(),
                embed().description("b".repeat(4096)).build(),
                embed().footer("b".repeat(2048)).build())));
    }

    @Test
    @DisplayName("C62 shortens descriptions and values rather than titles and names of the same length")
    void namesLast() {
        DiscordEmbed.Builder embed = embed().title("t".repeat(256)).footer("f".repeat(256));
        for (int i = 0; i < 12; i++) {
            embed.field("n".repeat(256), "v".repeat(256), false);
        }
        List<Integer> expected = new ArrayList<>(List.of(231, 231));
        expected.addAll(Collections.nCopies(6, List.of(231, 231)).stream().flatMap(List::stream).toList());
        expected.addAll(Collections.nCopies(6, List.of(231, 230)).stream().flatMap(List::stream).toList());
        assertEquals(6000, expected.stream().mapToInt(Integer::intValue).sum());
        assertEquals(expected, lengths(List.of(embed.build())));
    }

    @Test
    @DisplayName("C62 fits whatever all its embeds hold")
    void fullEmbeds() {
        for (String character : List.of("a", "😀", "``` ", "👨‍👩‍👧‍👦", "e\u0301 ")) {
            String text = character.repeat(4096);
            DiscordEmbed.Builder embed = embed().title(text).description(text).footer(text);
            for (int i = 0; i < 25; i++) {
                embed.field(text, text, true);
            }
            DiscordMessage.Builder message = message().content(text);
            Collections.nCopies(11, embed.build()).forEach(message::embed);
            JsonNode body = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> accepted(message.build()));
            assertEquals(10, body.path("embeds").size());
            assertEquals(25, body.at("/embeds/9/fields").size());
            assertTrue(body.at("/embeds/9/footer/text").textValue().endsWith("…"));
        }
    }

    /** One embed and another: a description, a title, a value and a footer. */
    private static List<DiscordEmbed> textsOf(String character, int description, int footer, String around) {
        return List.of(
                embed().description(around + character.repeat(description) + around)
                        .title(around + character.repeat(256) + around)
                        .build(),
                embed().footer(around + character.repeat(footer) + around)
                        .description(around + character.repeat(1024) + around)
                        .build());
    }

    private static List<Integer> lengths(List<DiscordEmbed> embeds) {
        DiscordMessage.Builder message = message();
        embeds.forEach(message::embed);
        List<Integer> lengths = new ArrayList<>();
        for (JsonNode embed : accepted(message.build()).path("embeds")) {
            Stream.of("/description", "/title", "/footer/text").map(embed::at).forEach(text -> add(lengths, text));
            for (JsonNode field : embed.path("fields")) {
                add(lengths, field.path("name"));
                add(lengths, field.path("value"));
            }
        }
        return lengths;
    }

    private static void add(List<Integer> lengths, JsonNode text) {
        if (text.isTextual()) {
            lengths.add(length(text.textValue()));
        }
    }

    @Test
    @DisplayName("C62 shortens its content to the room that the mentions leave")
    void contentWithMentions() {
        DiscordMessage.Builder message = message().mention(Mention.role("123"));
        assertEquals("<@&123> " + "😀".repeat(1992), content(message.content("😀".repeat(1992))));
        assertEquals("<@&123> " + "😀".repeat(1991) + "…", content(message.content("😀".repeat(1993))));
        DiscordMessage.Builder full = message().content("content");
        for (int i = 0; i < 100; i++) {
            full.mention(Mention.role("" + (100_000_000_000_000L + i)));
        }
        // 100 of 19 characters and 99 spaces
        assertEquals(1999, length(content(full)));
    }

    private static String content(DiscordMessage.Builder message) {
        return accepted(message.build()).path("content").textValue();
    }

    @Test
    @DisplayName("has 10 files of 10 MiB together, and says which it left out")
    void files() {
        DiscordMessage.Builder many = message();
        for (int i = 1; i <= 12; i++) {
            many.file("logs/" + i + ".log", new byte[] {1});
        }
        assertEquals(10, accepted(many.build()).path("attachments").size());
        assertEquals(List.of("11.log", "12.log"), many.build().leftOut());

        byte[] half = new byte[5 * MEBIBYTE];
        DiscordMessage full = message().file("a", half).file("b", half).build();
        assertEquals(List.of(), full.leftOut());
        DiscordMessage large =
                message().file("a", half).file("b", new byte[5 * MEBIBYTE + 1]).file("c", half).build();
        assertEquals(List.of("b"), large.leftOut());
        assertEquals("c", accepted(large).at("/attachments/1/filename").textValue());
    }

    @Test
    @DisplayName("has addresses of 2048 characters and leaves longer ones out")
    void addresses() {
        String longest = "https://example.com/" + "a".repeat(2028);
        assertEquals(longest, url(longest).asText());
        assertEquals(longest, url(longest.replace("//", "//me:secret@")).asText());
        assertTrue(url(longest + "a").isMissingNode());
        // nine characters each once they are ASCII
        assertNotEquals("", url("https://example.com/" + "한".repeat(225)).asText());
        assertTrue(url("https://example.com/" + "한".repeat(226)).isMissingNode());
    }

    private static JsonNode url(String address) {
        return accepted(DiscordMessage.of(embed().title("t").url(address).build())).at("/embeds/0/url");
    }
}
