package io.jenkins.plugins.bluegreen.discord.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes messages as JSON (Discord documentation, "Webhook Resource", "Embed Object" and "Allowed Mentions Object").
 */
final class MessageJson {
    /** Discord documentation, "Message Flags". */
    private static final int SUPPRESS_NOTIFICATIONS = 1 << 12;

    private static final JsonMapper JSON = new JsonMapper();

    private MessageJson() {}

    static byte[] ofCreate(DiscordMessage message, Sender sender) {
        ObjectNode body = JSON.createObjectNode();
        put(body, "content", message.content);
        if (!message.embeds.isEmpty()) {
            embeds(body, message);
        }
        mentions(body, message.mentions);
        put(body, "username", message.username.isEmpty() ? sender.username() : message.username);
        put(body, "avatar_url", sender.avatarUrl());
        if (message.silent) {
            body.put("flags", SUPPRESS_NOTIFICATIONS);
        }
        put(body, "thread_name", message.threadName() == null ? "" : message.threadName());
        attachments(body, message);
        return bytes(body);
    }

    static byte[] ofEdit(DiscordMessage message) {
        ObjectNode body = JSON.createObjectNode();
        // an edit changes only what it contains: content and embeds are written even if they are empty
        body.put("content", message.content);
        embeds(body, message);
        mentions(body, message.mentions);
        attachments(body, message);
        return bytes(body);
    }

    private static void embeds(ObjectNode body, DiscordMessage message) {
        ArrayNode embeds = body.putArray("embeds");
        message.embeds.forEach(embed -> embed(embeds.addObject(), embed));
    }

    private static void embed(ObjectNode json, DiscordEmbed embed) {
        put(json, "title", embed.title);
        put(json, "url", embed.url);
        put(json, "description", embed.description);
        if (embed.color != null) {
            json.put("color", embed.color);
        }
        put(json, "timestamp", embed.timestamp);
        if (!embed.footer.isEmpty()) {
            json.putObject("footer").put("text", embed.footer);
        }
        if (!embed.fields.isEmpty()) {
            ArrayNode fields = json.putArray("fields");
            for (DiscordEmbed.Field field : embed.fields) {
                fields.addObject().put("name", field.name()).put("value", field.value()).put("inline", field.inline());
            }
        }
    }

    /** Always written: without it Discord notifies everybody whom the content mentions, on an edit too. */
    private static void mentions(ObjectNode body, AllowedMentions mentions) {
        ObjectNode allowed = body.putObject("allowed_mentions");
        ArrayNode parse = allowed.putArray("parse");
        if (mentions.hasEveryone()) {
            parse.add("everyone");
        }
        ids(allowed, "roles", mentions, Mention.Kind.ROLE);
        ids(allowed, "users", mentions, Mention.Kind.USER);
    }

    private static void ids(ObjectNode allowed, String key, AllowedMentions mentions, Mention.Kind kind) {
        if (!mentions.ids(kind).isEmpty()) {
            ArrayNode ids = allowed.putArray(key);
            mentions.ids(kind).forEach(ids::add);
        }
    }

    private static void attachments(ObjectNode body, DiscordMessage message) {
        if (!message.files().isEmpty()) {
            ArrayNode attachments = body.putArray("attachments");
            for (DiscordFile file : message.files()) {
                attachments.addObject().put("id", attachments.size() - 1).put("filename", file.name());
            }
        }
    }

    private static void put(ObjectNode json, String key, String text) {
        if (!text.isEmpty()) {
            json.put(key, text);
        }
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of strings and numbers could not be written as JSON.", e);
        }
    }
}
