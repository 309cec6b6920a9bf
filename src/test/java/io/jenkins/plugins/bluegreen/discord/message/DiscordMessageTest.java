package io.jenkins.plugins.bluegreen.discord.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.bluegreen.discord.local.rules.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A message")
class DiscordMessageTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String COMMIT = "fix @everyone <@&123> <@!5>";
    private static final byte[] BYTES = {1, 2, 3};

    /** The body that creates a message, which Discord accepts, as it does the one that edits it. */
    static JsonNode accepted(DiscordMessage message) {
        List<String> files = message.files().stream().map(DiscordFile::name).toList();
        assertNull(Rules.refusalOfEdit(edit(message), files));
        assertNull(Rules.refusalOfCreate(create(message), files));
        return create(message);
    }

    static JsonNode create(DiscordMessage message) {
        return read(message.createJson(new Sender(null, null)));
    }

    static JsonNode edit(DiscordMessage message) {
        return read(message.editJson());
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode embed(DiscordEmbed.Builder embed) {
        return accepted(DiscordMessage.of(embed.build())).path("embeds").path(0);
    }

    private static DiscordMessage.Builder message() {
        return DiscordMessage.builder();
    }

    @Test
    @DisplayName("is created with everything that it was given")
    void created() {
        DiscordMessage message = message()
                .content("see https://example.com")
                .username("Jenkins")
                .silent()
                .threadName("Release 7")
                .file("logs/build.log", BYTES)
                .embed(DiscordEmbed.builder()
                        .title("backend")
                        .url("https://ci.example.com/job/7/")
                        .description("released")
                        .color(0xFF00FF00)
                        .field("Namespace", "shop", true)
                        .footer("7 s")
                        .timestamp(Instant.parse("2026-01-02T03:04:05.678912Z"))
                        .build())
                .build();
        assertEquals(
                json("""
                        {'content': 'see https://example.com',
                         'embeds': [{'title': 'backend', 'url': 'https://ci.example.com/job/7/', 'description': 'released',
                                     'color': 65280, 'timestamp': '2026-01-02T03:04:05.678Z',
                                     'footer': {'text': '7 s'},
                                     'fields': [{'name': 'Namespace', 'value': 'shop', 'inline': true}]}],
                         'allowed_mentions': {'parse': []},
                         'username': 'Jenkins', 'flags': 4096, 'thread_name': 'Release 7',
                         'attachments': [{'id': 0, 'filename': 'build.log'}]}"""),
                accepted(message));
    }

    @Test
    @DisplayName("is edited without what an edit can't set")
    void edited() {
        DiscordMessage message = message()
                .content("done")
                .username("Jenkins")
                .silent()
                .threadName("Release 7")
                .file("build.log", BYTES)
                .build();
        assertEquals(
                json("{'content': 'done', 'embeds': [], 'allowed_mentions': {'parse': []},"
                        + " 'attachments': [{'id': 0, 'filename': 'build.log'}]}"),
                edit(message));
    }

    @Test
    @DisplayName("takes content and embeds away by an edit that has none, and leaves attachments alone")
    void editedAway() {
        DiscordMessage embed = DiscordMessage.of(DiscordEmbed.builder().title("t").build());
        assertEquals(
                json("{'content': '', 'embeds': [{'title': 't'}], 'allowed_mentions': {'parse': []}}"), edit(embed));
        assertEquals(
                json("{'content': 'c', 'embeds': [], 'allowed_mentions': {'parse': []}}"),
                edit(message().content("c").silent().build()));
    }

    @Test
    @DisplayName("C62 pings nobody whom a commit message mentions, and doesn't look as if it did")
    void commitMessage() {
        DiscordMessage message = message()
                .content(COMMIT)
                .username(COMMIT)
                .threadName(COMMIT)
                .embed(DiscordEmbed.builder()
                        .title(COMMIT)
                        .description(COMMIT)
                        .field(COMMIT, COMMIT, false)
                        .footer(COMMIT)
                        .build())
                .build();
        String defused = "fix @\u200Beveryone <@\u200B&123> <@\u200B!5>";
        JsonNode body = accepted(message);
        assertEquals(defused, body.path("content").textValue());
        assertEquals(Set.of(), Rules.pings(body));
        assertEquals(json("{'parse': []}"), body.path("allowed_mentions"));
        assertFalse(body.toString().contains("@e") || body.toString().contains("@&"), body.toString());
        assertEquals(Set.of(), Rules.pings(edit(message)));
        assertEquals(json("{'parse': []}"), edit(message).path("allowed_mentions"));
    }

    @Test
    @DisplayName("C62 pings those who are asked for and nobody else, whatever its content says")
    void mentions() {
        DiscordMessage message = message()
                .content("@everyone <@&123> look")
                .mention(Mention.role("123"))
                .mention(Mention.user("5"))
                .mention(Mention.role("123"))
                .mention(null)
                .build();
        JsonNode body = accepted(message);
        assertEquals("<@&123> <@5> @\u200Beveryone <@\u200B&123> look", body.path("content").textValue());
        assertEquals(json("{'parse': [], 'roles': ['123'], 'users': ['5']}"), body.path("allowed_mentions"));
        assertEquals(Set.of("role 123", "user 5"), Rules.pings(body));
        assertEquals(body.path("allowed_mentions"), edit(message).path("allowed_mentions"));
    }

    @Test
    @DisplayName("pings everyone, and those who are here, when asked to")
    void everyone() {
        JsonNode everyone = accepted(message().mention(Mention.everyone()).mention(Mention.role("7")).build());
        assertEquals("@everyone <@&7>", everyone.path("content").textValue());
        assertEquals(json("{'parse': ['everyone'], 'roles': ['7']}"), everyone.path("allowed_mentions"));
        JsonNode here = accepted(message().mention(Mention.here()).build());
        assertEquals("@here", here.path("content").textValue());
        assertEquals(json("{'parse': ['everyone']}"), here.path("allowed_mentions"));
    }

    @Test
    @DisplayName("pings at most 100 roles and as many users, and as many as its content holds")
    void manyMentions() {
        DiscordMessage.Builder few = message().content("x");
        DiscordMessage.Builder many = message().content("x");
        for (int i = 1; i <= 101; i++) {
            few.mention(Mention.role("" + i)).mention(Mention.user("" + i));
            many.mention(Mention.role("" + (1_000_000_000_000_000_000L + i)));
        }
        JsonNode body = accepted(few.build());
        assertEquals(100, body.path("allowed_mentions").path("roles").size());
        assertEquals(100, body.path("allowed_mentions").path("users").size());
        assertEquals(200, Rules.pings(body).size());
        assertFalse(body.path("content").textValue().contains("101"));
        JsonNode full = accepted(many.build());
        assertEquals(83, full.path("allowed_mentions").path("roles").size());
        assertEquals(83, Rules.pings(full).size());
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "@everyone, @everyone", "' @here ', @here",
        "<@&123>, <@&123>", "role:123, <@&123>",
        "<@123>, <@123>", "<@!123>, <@123>", "user:0123, <@123>",
    })
    @DisplayName("pings whom a text names")
    void parsed(String text, String mention) {
        assertEquals(mention, Mention.parse(text).orElseThrow().toString());
    }

    @ParameterizedTest(name = "{0}")
    @NullSource
    @ValueSource(strings = {"", " \u00A0\n"})
    @DisplayName("pings nobody whom no text names")
    void parsedBlank(String text) {
        assertEquals(Optional.empty(), Mention.parse(text));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ops", "@ops", "123", "<@&123", "role:123>", "role:", "<@&1><@&2>", "role:12345678901234567890"})
    @DisplayName("pings nobody whom a text names wrongly: that is refused with a sentence")
    void parsedWrongly(String text) {
        String refusal = assertThrows(DiscordException.class, () -> Mention.parse(text)).getMessage();
        assertTrue(refusal.endsWith("."), refusal);
    }

    @Test
    @DisplayName("goes to a thread by id or opens one by name, whichever was said last")
    void threads() {
        DiscordMessage byId = message().threadName("Release").threadId("42").build();
        assertEquals("42", byId.threadId());
        assertNull(byId.threadName());
        DiscordMessage byName = message().threadId("42").threadName(" Release\n 7").build();
        assertNull(byName.threadId());
        assertEquals("Release 7", byName.threadName());
        assertEquals("42", message().threadId("42").threadName(" ").build().threadId());
        assertFalse(create(byId).has("thread_name"));
    }

    @ParameterizedTest(name = "{0}")
    @NullSource
    @ValueSource(strings = {"", "general", "-1", "1 2", "12345678901234567890", "४२"})
    @DisplayName("can't go to a thread, nor ping a role or user, whose id is no number")
    void ids(String id) {
        assertThrows(DiscordException.class, () -> message().threadId(id));
        assertThrows(DiscordException.class, () -> Mention.role(id));
        assertThrows(DiscordException.class, () -> Mention.user(id));
    }

    @ParameterizedTest(name = "{0}")
    @NullSource
    @ValueSource(strings = {
        " ", "\u200B", "Clyde", "my DISCORD bot", "di\u200Bscord", "di\u017Fcord", "everyone", "Here", "@here", "@everyone"
    })
    @DisplayName("has the webhook's name where another would be refused")
    void refusedNames(String name) {
        assertFalse(accepted(message().content("c").username(name).build()).has("username"));
    }

    @Test
    @DisplayName("may have a sender in whose name a mention is part of a word")
    void names() {
        assertEquals("Where everyone is", accepted(message().content("c").username("Where\n everyone  is").build())
                .path("username").textValue());
    }

    @ParameterizedTest(name = "{0}")
    @NullSource
    @ValueSource(strings = {
        "", "example.com", "ftp://example.com/", "mailto:a@example.com", "https:///path", "https://exa mple.com",
        "https://a_b/", "https://example.com/a b", "https://example.com:99999/", "javascript:alert(1)", "https://example.com/\u202Egnp",
        "https://example.com/\uD83D", "http://jenkins:8080/job/1", "http://localhost:8080/", "https://한글.com/"
    })
    @DisplayName("leaves an address out that Discord would refuse, and nothing else")
    void refusedAddresses(String address) {
        assertEquals(
                json("{'title': 't'}"),
                embed(DiscordEmbed.builder().title("t").url(address)));
        assertFalse(read(message().content("c").build().createJson(new Sender(null, address))).has("avatar_url"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "' https://example.com ', https://example.com",
        "HTTPS://ci.example.com:8443/job/a%20b/?q=1#log, HTTPS://ci.example.com:8443/job/a%20b/?q=1#log",
        "https://me:secret@example.com/a?b=@c, https://example.com/a?b=@c",
        "https://example.com/배포, https://example.com/%EB%B0%B0%ED%8F%AC",
        "http://10.0.0.7:8080/, http://10.0.0.7:8080/",
        "'http://[2001:db8::7]/', 'http://[2001:db8::7]/'",
        "https://xn--bj0bj06e.xn--3e0b707e/, https://xn--bj0bj06e.xn--3e0b707e/",
    })
    @DisplayName("links without passwords, and in ASCII")
    void addresses(String address, String sent) {
        assertEquals(sent, embed(DiscordEmbed.builder().title("t").url(address)).path("url").textValue());
    }

    @Test
    @DisplayName("has a blank in place of a field's name or value, and no other blank texts")
    void blanks() {
        assertEquals(
                json("{'fields': [{'name': '\u200B', 'value': '\u200B', 'inline': false},"
                        + " {'name': '\u200B', 'value': '\u200B', 'inline': true}]}"),
                embed(DiscordEmbed.builder()
                        .title(" ")
                        .description("\u00A0\u2007\u202F\u0085\u001C\u3000")
                        .footer("\u202E\u001B[31m")
                        .field(null, "\t", false)
                        .field("\u0000", "\u2003", true)));
    }

    @Test
    @DisplayName("is never empty")
    void empty() {
        assertEquals("\u200B", accepted(message().content(" ").build()).path("content").textValue());
        assertEquals("\u200B", accepted(message().file("x", null).build()).path("content").textValue());
        assertEquals(
                json("{'url': 'https://example.com', 'description': '\u200B', 'color': 0}"),
                embed(DiscordEmbed.builder().url("https://example.com").color(0)));
        assertFalse(accepted(message().file("x", BYTES).build()).has("content"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "0000-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z"})
    @DisplayName("has no time that no year of four digits holds")
    void times(String time) {
        assertFalse(embed(DiscordEmbed.builder().title("t").timestamp(Instant.parse(time))).has("timestamp"));
        assertTrue(embed(DiscordEmbed.builder().title("t").timestamp(Instant.parse("9999-12-31T23:59:59.999999Z")))
                .has("timestamp"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "a/b\\c.log, c.log", "'a\"b''.txt', a_b_.txt", "'a\r\nb', a__b", "'', file", ", file", "a/, file", "a/.., file",
        "' \u200B', file", ".bashrc, .bashrc", "한글.log, 한글.log", "x\u202Egnp.exe, xgnp.exe"
    })
    @DisplayName("has files with plain names")
    void fileNames(String path, String name) {
        assertEquals(name, new DiscordFile(path, BYTES).name());
    }

    @Test
    @DisplayName("keeps the extension of a file with a long name")
    void longFileNames() {
        assertEquals("a".repeat(95) + "….log", new DiscordFile("a".repeat(97) + ".log", BYTES).name());
        assertEquals("a".repeat(96) + ".log", new DiscordFile("a".repeat(96) + ".log", BYTES).name());
        assertEquals("." + "😀".repeat(98) + "…", new DiscordFile("." + "😀".repeat(100), BYTES).name());
    }

    @Test
    @DisplayName("stays as it was when what it was made of changes")
    void immutable() {
        byte[] bytes = BYTES.clone();
        DiscordEmbed.Builder embed = DiscordEmbed.builder().title("before");
        DiscordMessage.Builder builder = message().file("x", bytes).embed(embed.build());
        DiscordMessage message = builder.build();
        bytes[0] = 9;
        message.files().get(0).content()[0] = 9;
        embed.title("after");
        builder.content("after").file("y", bytes).embed(embed.build()).mention(Mention.here());
        assertArrayEquals(BYTES, message.files().get(0).content());
        assertEquals(
                json("{'embeds': [{'title': 'before'}], 'allowed_mentions': {'parse': []},"
                        + " 'attachments': [{'id': 0, 'filename': 'x'}]}"),
                create(message));
    }
}
