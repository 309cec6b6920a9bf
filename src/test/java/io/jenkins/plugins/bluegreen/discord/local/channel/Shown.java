package io.jenkins.plugins.bluegreen.discord.local.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.discord.local.rules.EmbedRules;
import io.jenkins.plugins.bluegreen.discord.local.rules.FormErrors;
import io.jenkins.plugins.bluegreen.discord.local.rules.Text;
import java.util.Map;

/** Converts a request body to the stored message: texts stripped, invisible parts removed. */
final class Shown {
    private Shown() {}

    /** Sets the message's content, embeds and flags from the body. */
    static void put(ObjectNode message, JsonNode body) {
        if (body.has("content")) {
            message.put("content", Text.of(body.path("content")));
        }
        if (body.has("embeds")) {
            ArrayNode embeds = message.putArray("embeds");
            for (JsonNode embed : body.path("embeds")) {
                if (EmbedRules.isVisible(embed)) {
                    embeds.add(((ObjectNode) clean(embed)).put("type", "rich"));
                }
            }
        }
        if (FormErrors.isGiven(body.path("flags"))) {
            message.put("flags", body.path("flags").asInt());
        }
    }

    private static JsonNode clean(JsonNode node) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(Text.of(node));
        }
        if (node.isArray()) {
            ArrayNode cleaned = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> cleaned.add(clean(element)));
            return cleaned;
        }
        if (node.isObject()) {
            ObjectNode cleaned = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                JsonNode value = clean(property.getValue());
                if (!value.isNull() && !(value.isTextual() && value.textValue().isEmpty())) {
                    cleaned.set(property.getKey(), value);
                }
            }
            return cleaned;
        }
        return node;
    }
}
