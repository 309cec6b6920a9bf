package io.jenkins.plugins.bluegreen.discord.local.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.discord.local.rules.Form;
import io.jenkins.plugins.bluegreen.discord.local.rules.Rules;
import io.jenkins.plugins.bluegreen.discord.local.rules.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A message in a channel with all its states, each a "Message Object" of Discord's Message Resource with stripped
 * texts.
 */
public final class Post {
    private final Webhook webhook;
    private final String id;
    private final String threadId;
    private final Set<String> pings;
    private final Instant created = Instant.now();
    private final List<JsonNode> states = new ArrayList<>();
    private final List<JsonNode> sent = new ArrayList<>();
    private final Map<String, byte[]> uploads = new HashMap<>();
    private Instant edited;
    private boolean deleted;

    /** @param threadId null for the channel itself */
    public Post(Webhook webhook, String id, String threadId, Form form, Snowflakes ids) {
        this.webhook = webhook;
        this.id = id;
        this.threadId = threadId;
        pings = Set.copyOf(Rules.pings(form.body()));
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("id", id).put("type", 0).put("channel_id", threadId == null ? webhook.channelId : threadId);
        message.put("content", "").putArray("embeds");
        message.put("timestamp", created.toString()).putNull("edited_timestamp");
        message.put("webhook_id", webhook.id).put("flags", 0).putArray("attachments");
        String username = Text.of(form.body().path("username"));
        ObjectNode author = message.putObject("author").put("id", webhook.id).put("bot", true);
        author.put("username", username.isEmpty() ? Webhook.NAME : username);
        Shown.put(message, form.body());
        attach(message, form, ids);
        states.add(message);
        sent.add(form.body());
    }

    /** The message's snowflake. */
    public String id() {
        return id;
    }

    /** The id of its thread, or null. */
    public String threadId() {
        return threadId;
    }

    /** The newest state. {@code author.username} is the sender's name. */
    public synchronized JsonNode body() {
        return states.get(states.size() - 1);
    }

    /** All states: the created one, then one per edit. */
    public synchronized List<JsonNode> states() {
        return List.copyOf(states);
    }

    /** The request bodies with {@code allowed_mentions}: the creation, then each edit. */
    public synchronized List<JsonNode> sent() {
        return List.copyOf(sent);
    }

    /** The newest state's attachments by name. */
    public synchronized Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        body().path("attachments")
                .forEach(file -> files.put(
                        file.path("filename").asText(), uploads.get(file.path("id").asText()).clone()));
        return files;
    }

    /** The mentions that its creation pinged. Edits ping nobody. */
    public Set<String> pings() {
        return pings;
    }

    public synchronized boolean deleted() {
        return deleted;
    }

    public Instant created() {
        return created;
    }

    /** The time of the last edit, or null. */
    public synchronized Instant edited() {
        return edited;
    }

    public Webhook webhook() {
        return webhook;
    }

    /** The message after this edit, or null if the edit names an attachment that does not exist. */
    public synchronized ObjectNode edit(Form form, Snowflakes ids) {
        ObjectNode message = body().deepCopy();
        Shown.put(message, form.body());
        if (form.body().has("attachments") && !retain(message, form.body().path("attachments"))) {
            return null;
        }
        attach(message, form, ids);
        message.put("edited_timestamp", Instant.now().toString());
        return message;
    }

    public synchronized void edited(ObjectNode message, Form form) {
        edited = Instant.parse(message.path("edited_timestamp").asText());
        states.add(message);
        sent.add(form.body());
    }

    public synchronized void delete() {
        deleted = true;
    }

    private void attach(ObjectNode message, Form form, Snowflakes ids) {
        for (Form.Upload file : form.files()) {
            String fileId = ids.next();
            uploads.put(fileId, file.bytes());
            ObjectNode attachment = message.withArrayProperty("attachments").addObject();
            attachment.put("id", fileId).put("filename", file.name()).put("size", file.bytes().length);
        }
    }

    /**
     * Keeps only the attachments that the edit names. Returns whether all of them exist, in the message or the request.
     */
    private static boolean retain(ObjectNode message, JsonNode named) {
        Set<String> wanted = new HashSet<>();
        named.forEach(attachment -> wanted.add(attachment.path("id").asText()));
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode attachment : message.path("attachments")) {
            if (wanted.remove(attachment.path("id").asText())) {
                kept.add(attachment);
            }
        }
        message.set("attachments", kept);
        return wanted.stream().allMatch(id -> id.length() <= 2);
    }
}
