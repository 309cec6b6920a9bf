package io.jenkins.plugins.bluegreen.discord.message;

import static io.jenkins.plugins.bluegreen.discord.client.GivenDiscord.sent;
import static io.jenkins.plugins.bluegreen.discord.client.GivenDiscord.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.GivenDiscord;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The sender of a conversation")
class SenderTest {
    private static final Sender RELEASES = new Sender("Releases", "https://example.com/releases.png");

    private final GivenDiscord given = new GivenDiscord();
    private final Conversation conversation = given.client.open(
            WebhookUrl.parse(given.discord.webhook(), List.of(given.discord.address())), RELEASES, given.trouble::add);

    @AfterEach
    void close() {
        given.close();
    }

    private JsonNode asked() {
        return given.discord.posts().get(0).sent().get(0);
    }

    @Test
    @DisplayName("is on every message that names none")
    void ofMessagesWithoutOne() {
        sent(conversation.post(text("one")));
        assertEquals("Releases", asked().path("username").asText());
        assertEquals("https://example.com/releases.png", asked().path("avatar_url").asText());
    }

    @Test
    @DisplayName("gives way to the message's own, name and picture each")
    void messagesOwn() {
        sent(conversation.post(DiscordMessage.builder().content("two").username("Nightly").build()));
        assertEquals("Nightly", asked().path("username").asText());
        assertEquals("https://example.com/releases.png", asked().path("avatar_url").asText());
    }

    @Test
    @DisplayName("is each conversation's own, of one build too")
    void ofEachConversation() {
        sent(conversation.another(new Sender("Nightly", null), given.trouble::add).post(text("two")));
        assertEquals("Nightly", asked().path("username").asText());
        assertFalse(asked().has("avatar_url"), asked()::toString);
    }

    @Test
    @DisplayName("is not sent where Discord would refuse it")
    void refused() {
        assertEquals(new Sender("", ""), new Sender("discord", "http://jenkins:8080/picture.png"));
        assertEquals(new Sender("", ""), new Sender(null, null));
        sent(given.conversation.post(text("three")));
        assertFalse(asked().has("username") || asked().has("avatar_url"), asked()::toString);
    }
}
