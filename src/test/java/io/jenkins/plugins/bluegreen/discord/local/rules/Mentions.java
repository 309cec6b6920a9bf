package io.jenkins.plugins.bluegreen.discord.local.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds mentions, and those that {@code allowed_mentions} lets ping: "Allowed Mentions Object", Message Resource. */
public final class Mentions {
    /** Group 1 is a role's id, group 2 a user's; without either it is everyone. */
    public static final Pattern MENTION = Pattern.compile("@everyone|@here|<@&([0-9]{1,20})>|<@!?([0-9]{1,20})>");

    private static final int IDS = 100;
    private static final Pattern SNOWFLAKE = Pattern.compile("0|[1-9][0-9]{0,18}");

    private Mentions() {}

    static void check(FormErrors errors, JsonNode allowed) {
        if (!FormErrors.isGiven(allowed)) {
            errors.local("allowed_mentions", "Every message has to say whom it may ping.");
        }
        if (!errors.object("allowed_mentions", allowed, Set.of("parse", "roles", "users", "replied_user"))) {
            return;
        }
        errors.truth("allowed_mentions.replied_user", allowed.path("replied_user"));
        if (errors.list("allowed_mentions.parse", allowed.path("parse"), IDS)) {
            parse(errors, allowed.path("parse"));
        }
        for (String kind : Set.of("roles", "users")) {
            ids(errors, "allowed_mentions." + kind, allowed.path(kind));
            if (parses(allowed, kind) && !allowed.path(kind).isEmpty()) {
                errors.add(
                        "allowed_mentions",
                        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                        "parse:[\"" + kind + "\"] and " + kind + ": [ids...] are mutually exclusive.");
            }
        }
    }

    static Set<String> pings(JsonNode body) {
        Set<String> pings = new LinkedHashSet<>();
        Matcher mention = MENTION.matcher(body.path("content").asText(""));
        while (mention.find()) {
            if (isAllowed(body.path("allowed_mentions"), mention)) {
                pings.add(name(mention));
            }
        }
        return pings;
    }

    /** The mention in words: {@code everyone}, {@code role 123}, {@code user 5}. */
    public static String name(Matcher mention) {
        return mention.group(1) != null
                ? "role " + mention.group(1)
                : mention.group(2) != null ? "user " + mention.group(2) : "everyone";
    }

    private static boolean isAllowed(JsonNode allowed, Matcher mention) {
        if (!FormErrors.isGiven(allowed)) {
            return true;
        }
        String kind = mention.group(1) != null ? "roles" : mention.group(2) != null ? "users" : "everyone";
        String id = mention.group(1) != null ? mention.group(1) : mention.group(2);
        return parses(allowed, kind) || contains(allowed.path(kind), id);
    }

    private static boolean parses(JsonNode allowed, String kind) {
        return contains(allowed.path("parse"), kind);
    }

    private static boolean contains(JsonNode list, String wanted) {
        for (JsonNode element : list) {
            if (element.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static void parse(FormErrors errors, JsonNode parse) {
        for (int i = 0; i < parse.size(); i++) {
            if (!Set.of("roles", "users", "everyone").contains(parse.get(i).asText())) {
                String message = "Value must be one of ('roles', 'users', 'everyone').";
                errors.add("allowed_mentions.parse." + i, "BASE_TYPE_CHOICES", message);
            }
        }
    }

    private static void ids(FormErrors errors, String path, JsonNode ids) {
        errors.list(path, ids, IDS);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i).asText();
            if (!ids.get(i).isTextual() || !SNOWFLAKE.matcher(id).matches()) {
                errors.add(path + "." + i, "NUMBER_TYPE_COERCE", "Value \"" + id + "\" is not snowflake.");
            } else if (!seen.add(id)) {
                errors.add(path + "." + i, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value");
            }
        }
    }
}
