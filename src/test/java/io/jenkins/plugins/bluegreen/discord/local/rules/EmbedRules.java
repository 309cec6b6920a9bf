package io.jenkins.plugins.bluegreen.discord.local.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;

/** Validates {@code embeds}: "Embed Limits", Message Resource. */
public final class EmbedRules {
    private static final int EMBEDS = 10;
    private static final int TITLE = 256;
    private static final int DESCRIPTION = 4096;
    private static final int FIELDS = 25;
    private static final int FIELD_NAME = 256;
    private static final int FIELD_VALUE = 1024;
    private static final int FOOTER = 2048;
    private static final int AUTHOR = 256;
    private static final int ALL_TEXTS = 6000;
    private static final int WHITE = 0xFFFFFF;
    private static final Set<String> KEYS = Set.of(
            "title", "type", "description", "url", "timestamp", "color", "footer", "image", "thumbnail", "author", "fields");
    private static final List<String> VISIBLE =
            List.of("title", "description", "fields", "author", "footer", "image", "thumbnail");

    private final FormErrors errors;
    private final List<String> files;

    /** @param files the names that {@code attachment://} may use, or null if unknown */
    EmbedRules(FormErrors errors, List<String> files) {
        this.errors = errors;
        this.files = files;
    }

    void check(JsonNode embeds) {
        boolean fine = errors.isEmpty();
        if (!errors.list("embeds", embeds, EMBEDS)) {
            return;
        }
        for (int i = 0; i < embeds.size(); i++) {
            embed("embeds." + i, embeds.get(i));
        }
        if (fine && errors.isEmpty() && size(embeds) > ALL_TEXTS) {
            errors.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of " + ALL_TEXTS);
        }
    }

    /** Whether the embed shows anything. */
    public static boolean isVisible(JsonNode embed) {
        return VISIBLE.stream().map(embed::path).anyMatch(part -> part.isTextual() ? !Text.of(part).isEmpty() : !part.isEmpty());
    }

    private void embed(String path, JsonNode embed) {
        if (embed.isNull()) {
            errors.required(path);
        }
        if (!errors.object(path, embed, KEYS)) {
            return;
        }
        errors.text(path + ".title", embed.path("title"), TITLE);
        errors.text(path + ".description", embed.path("description"), DESCRIPTION);
        Urls.check(errors, path + ".url", embed.path("url"));
        type(path + ".type", embed.path("type"));
        color(path + ".color", embed.path("color"));
        timestamp(path + ".timestamp", embed.path("timestamp"));
        image(path + ".image", embed.path("image"));
        image(path + ".thumbnail", embed.path("thumbnail"));
        if (errors.object(path + ".footer", embed.path("footer"), Set.of("text", "icon_url"))) {
            errors.requiredText(path + ".footer.text", embed.path("footer").path("text"), FOOTER);
            Urls.checkImage(errors, path + ".footer.icon_url", embed.path("footer").path("icon_url"), files);
        }
        if (errors.object(path + ".author", embed.path("author"), Set.of("name", "url", "icon_url"))) {
            errors.requiredText(path + ".author.name", embed.path("author").path("name"), AUTHOR);
            Urls.check(errors, path + ".author.url", embed.path("author").path("url"));
            Urls.checkImage(errors, path + ".author.icon_url", embed.path("author").path("icon_url"), files);
        }
        fields(path + ".fields", embed.path("fields"));
    }

    private void fields(String path, JsonNode fields) {
        if (!errors.list(path, fields, FIELDS)) {
            return;
        }
        for (int i = 0; i < fields.size(); i++) {
            String at = path + "." + i;
            errors.object(at, fields.get(i), Set.of("name", "value", "inline"));
            errors.requiredText(at + ".name", fields.get(i).path("name"), FIELD_NAME);
            errors.requiredText(at + ".value", fields.get(i).path("value"), FIELD_VALUE);
            errors.truth(at + ".inline", fields.get(i).path("inline"));
        }
    }

    private void image(String path, JsonNode image) {
        if (errors.object(path, image, Set.of("url"))) {
            errors.requiredText(path + ".url", image.path("url"), Urls.LENGTH);
            Urls.checkImage(errors, path + ".url", image.path("url"), files);
        }
    }

    private void type(String path, JsonNode type) {
        if (FormErrors.isGiven(type) && !type.asText().equals("rich")) {
            errors.local(path, "The type of a webhook's embed is \"rich\".");
        }
    }

    private void color(String path, JsonNode color) {
        if (!FormErrors.isGiven(color)) {
            return;
        }
        if (!color.isIntegralNumber()) {
            errors.add(path, "NUMBER_TYPE_COERCE", "Value \"" + color.asText() + "\" is not int.");
        } else if (color.bigIntegerValue().signum() < 0) {
            errors.add(path, "NUMBER_TYPE_MIN", "int value should be greater than or equal to 0.");
        } else if (color.bigIntegerValue().bitLength() > 24) {
            errors.add(path, "NUMBER_TYPE_MAX", "int value should be less than or equal to " + WHITE + ".");
        }
    }

    private void timestamp(String path, JsonNode time) {
        if (!FormErrors.isGiven(time)) {
            return;
        }
        try {
            DateTimeFormatter.ISO_DATE_TIME.parse(time.asText(), LocalDateTime::from);
        } catch (DateTimeException e) {
            errors.add(path, "DATE_TIME_TYPE_PARSE", "Could not parse " + time.asText() + ". Should be ISO8601.");
        }
    }

    private static int size(JsonNode embeds) {
        int size = 0;
        for (JsonNode embed : embeds) {
            size += length(embed.path("title")) + length(embed.path("description"));
            size += length(embed.path("footer").path("text")) + length(embed.path("author").path("name"));
            for (JsonNode field : embed.path("fields")) {
                size += length(field.path("name")) + length(field.path("value"));
            }
        }
        return size;
    }

    private static int length(JsonNode text) {
        return Text.length(Text.of(text));
    }
}
