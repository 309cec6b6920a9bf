package io.jenkins.plugins.bluegreen.discord.local.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Validates a webhook's message: "Execute Webhook" and "Edit Webhook Message", Webhook Resource. Texts are stripped as
 * by Python's {@code str.strip()}; their lengths are code points.
 *
 * <p>Stricter than Discord in three points, each reported as {@code LOCAL_RULE}: a key that Discord ignores, a message
 * without {@code allowed_mentions}, an {@code attachment://} that names no file of the request.
 */
public final class Rules {
    private static final int CONTENT = 2000;
    private static final int USERNAME = 80;
    private static final int THREAD_NAME = 100;
    private static final int FILES = 10;
    private static final int FILE_DESCRIPTION = 1024;
    private static final int SUPPRESS_EMBEDS = 1 << 2;
    private static final int SUPPRESS_NOTIFICATIONS = 1 << 12;
    private static final Set<String> OF_EDIT = Set.of("content", "embeds", "allowed_mentions", "attachments", "flags");
    private static final Set<String> OF_CREATE = Set.of(
            "content", "embeds", "allowed_mentions", "attachments", "flags", "username", "avatar_url", "tts", "thread_name");
    private static final Pattern STORED = Pattern.compile("[1-9][0-9]{15,18}");

    private Rules() {}

    /**
     * Discord's 400 for a new message, or null if it is valid.
     *
     * @param fileNames of {@code files[0]}, {@code files[1]} and so on
     */
    public static ObjectNode refusalOfCreate(JsonNode body, List<String> fileNames) {
        if (!body.isObject() || Text.isBroken(body)) {
            return invalidJson();
        }
        FormErrors errors = new FormErrors();
        errors.object("", body, OF_CREATE);
        flags(errors, body.path("flags"), SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS);
        username(errors, body.path("username"));
        Urls.check(errors, "avatar_url", body.path("avatar_url"));
        errors.truth("tts", body.path("tts"));
        between(errors, "thread_name", body.path("thread_name"), THREAD_NAME);
        common(errors, body, fileNames, fileNames);
        attachments(errors, body.path("attachments"), fileNames, false);
        return !errors.isEmpty() ? errors.toBody() : isEmpty(body) && fileNames.isEmpty() ? empty() : null;
    }

    /**
     * Discord's 400 for an edit, or null if it is valid. Whether the edit leaves an empty message is known without the
     * message only if the edit removes content, embeds and attachments.
     *
     * @param fileNames of {@code files[0]}, {@code files[1]} and so on
     */
    public static ObjectNode refusalOfEdit(JsonNode body, List<String> fileNames) {
        if (!body.isObject() || Text.isBroken(body)) {
            return invalidJson();
        }
        FormErrors errors = new FormErrors();
        errors.object("", body, OF_EDIT);
        flags(errors, body.path("flags"), SUPPRESS_EMBEDS);
        common(errors, body, fileNames, null);
        attachments(errors, body.path("attachments"), fileNames, true);
        boolean takesAll = body.has("content")
                && body.has("embeds")
                && body.has("attachments")
                && body.path("attachments").isEmpty();
        return !errors.isEmpty() ? errors.toBody() : takesAll && isEmpty(body) && fileNames.isEmpty() ? empty() : null;
    }

    /**
     * The mentions that a new message with this body pings: {@code everyone} (of {@code @everyone} and {@code @here}),
     * {@code role 123}, {@code user 5}. Mentions in code count, though Discord ignores them.
     */
    public static Set<String> pings(JsonNode body) {
        return Mentions.pings(body);
    }

    /** Whether content and embeds show nothing. */
    public static boolean isEmpty(JsonNode message) {
        if (!Text.of(message.path("content")).isEmpty()) {
            return false;
        }
        for (JsonNode embed : message.path("embeds")) {
            if (EmbedRules.isVisible(embed)) {
                return false;
            }
        }
        return true;
    }

    public static ObjectNode empty() {
        return refusal("Cannot send an empty message", 50006);
    }

    static ObjectNode invalidJson() {
        return refusal("The request body contains invalid JSON.", 50109);
    }

    private static void common(FormErrors errors, JsonNode body, List<String> fileNames, List<String> images) {
        errors.text("content", body.path("content"), CONTENT);
        Mentions.check(errors, body.path("allowed_mentions"));
        if (fileNames.size() > FILES) {
            errors.tooLong("files", FILES);
        }
        new EmbedRules(errors, images).check(body.path("embeds"));
    }

    private static void flags(FormErrors errors, JsonNode flags, int settable) {
        if (FormErrors.isGiven(flags) && (!flags.canConvertToExactIntegral() || (flags.asLong() & ~settable) != 0)) {
            errors.local("flags", "A webhook can set no other flags here than those of " + settable + ".");
        }
    }

    private static void username(FormErrors errors, JsonNode username) {
        between(errors, "username", username, USERNAME);
        String name = Text.of(username).toLowerCase(Locale.ROOT);
        for (String taken : List.of("clyde", "discord")) {
            if (name.contains(taken)) {
                errors.add("username", "USERNAME_INVALID_CONTAINS", "Username cannot contain \"" + taken + "\"");
            }
        }
        if (Set.of("everyone", "here").contains(name)) {
            errors.add("username", "USERNAME_INVALID", "Username cannot be \"" + name + "\"");
        }
    }

    private static void between(FormErrors errors, String path, JsonNode node, int most) {
        int length = Text.length(Text.of(node));
        if (node.isTextual() && (length < 1 || length > most)) {
            errors.add(path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and " + most + " in length.");
        } else {
            errors.text(path, node, most);
        }
    }

    private static void attachments(FormErrors errors, JsonNode attachments, List<String> fileNames, boolean edit) {
        errors.list("attachments", attachments, FILES);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < attachments.size(); i++) {
            String path = "attachments." + i;
            JsonNode attachment = attachments.get(i);
            errors.object(path, attachment, Set.of("id", "filename", "description", "title"));
            errors.text(path + ".description", attachment.path("description"), FILE_DESCRIPTION);
            String id = attachment.path("id").asText();
            boolean uploaded = id.matches("[0-9]{1,2}") && Integer.parseInt(id) < fileNames.size();
            if (!uploaded && !(edit && STORED.matcher(id).matches()) || !seen.add(id)) {
                String message = "Attachment data must have a unique id that is in the request's files.";
                errors.add(path + ".id", "MESSAGE_ATTACHMENT_ID_NOT_FOUND", message);
            }
        }
    }

    private static ObjectNode refusal(String message, int code) {
        return JsonNodeFactory.instance.objectNode().put("message", message).put("code", code);
    }
}
