package io.jenkins.plugins.bluegreen.discord.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A webhook's address")
class WebhookUrlTest {
    private static final String TOKEN = "s3cr3t-Token_0123456789";
    private static final String PATH = "/api/webhooks/1122334455667788990/" + TOKEN;

    private static WebhookUrl parse(String text, String... hosts) {
        return WebhookUrl.parse(text, List.of(hosts));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "https://discord.com" + PATH,
        "  https://discordapp.com" + PATH + "\n",
        "https://ptb.discord.com" + PATH + "/",
        "https://canary.discord.com/api/v10/webhooks/1122334455667788990/" + TOKEN,
        "https://DISCORD.com:443" + PATH + "?wait=false#x",
    })
    @DisplayName("is taken as Discord gives it to copy, and messages go to it with wait=true")
    void taken(String text) {
        assertTrue(parse(text).messages(null).toString().endsWith("/webhooks/1122334455667788990/" + TOKEN + "?wait=true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "12345678901234567", "123456789012345678901234567890"})
    @DisplayName("has an id of any length")
    void anyId(String id) {
        WebhookUrl webhook = parse("https://discord.com/api/webhooks/" + id + "/" + TOKEN);
        assertEquals(id.substring(Math.max(0, id.length() - 4)), webhook.shown());
        assertEquals(
                "https://discord.com/api/webhooks/" + id + "/" + TOKEN + "/messages/7?thread_id=8",
                webhook.message("7", "8").toString());
    }

    @Test
    @DisplayName("may name the thread for messages that name none")
    void thread() {
        WebhookUrl webhook = parse("https://discord.com" + PATH + "?thread_id=42");
        assertEquals("42", webhook.threadId());
        assertNotEquals(webhook, parse("https://discord.com" + PATH));
        assertEquals(webhook, parse("https://discord.com" + PATH + "/?thread_id=42"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "nonsense | not a URL",
        "http://discord.com/api/webhooks/1/TOKEN | must begin with https",
        "http://127.0.0.1:8080/api/webhooks/1/TOKEN | must begin with https",
        "https://discord.com.example.org/api/webhooks/1/TOKEN | which is not Discord",
        "https://example.org/api/webhooks/1/TOKEN | which is not Discord",
        "https://discord.com:8443/api/webhooks/1/TOKEN | discord.com:8443, which is not Discord",
        "https://discord.com@example.org/api/webhooks/1/TOKEN | which is not Discord",
        "https://me:x@discord.com/api/webhooks/1/TOKEN | not that of a webhook",
        "https://discord.com/api/webhooks/1/TOKEN/slack | ends with \"/slack\"",
        "https://discord.com/api/webhooks/1/TOKEN/github | ends with \"/github\"",
        "https://discord.com/api/webhooks/1/TOKEN/messages/2 | not that of a webhook",
        "https://discord.com/api/webhooks/1 | not that of a webhook",
        "https://discord.com/api/webhooks/x/TOKEN | not that of a webhook",
        "https://discord.com/channels/1/2 | not that of a webhook",
        "https://discord.com/api/webhooks/1/TOKEN?thread_id=x | not that of a webhook",
    })
    @DisplayName("C63 that is anything else is refused, without being shown")
    void refused(String text, String why) {
        DiscordException refusal =
                assertThrows(DiscordException.class, () -> parse(text.replace("TOKEN", TOKEN)));
        assertTrue(refusal.getMessage().contains(why), refusal::getMessage);
        assertFalse((refusal + refusal.sentence().in(Locale.KOREAN)).contains(TOKEN), refusal::getMessage);
    }

    @Test
    @DisplayName("may be at a host of the list, on plain http only if that is this machine")
    void listed() {
        parse("https://relay.example.com" + PATH, "relay.example.com");
        parse("https://relay.example.com:8443" + PATH, "relay.example.com:8443");
        parse("http://127.0.0.1:8080" + PATH, "127.0.0.1:8080");
        assertThrows(DiscordException.class, () -> parse("https://relay.example.com:8443" + PATH, "relay.example.com"));
        assertThrows(DiscordException.class, () -> parse("http://relay.example.com" + PATH, "relay.example.com"));
    }

    @Test
    @DisplayName("C63 shows the last four digits of its id, and hides its token in what others say")
    void shown() {
        WebhookUrl webhook = parse("https://discord.com" + PATH);
        assertEquals("Discord webhook …8990", webhook.toString());
        assertEquals("at /8990/***", webhook.hide("at /8990/" + TOKEN));
    }
}
