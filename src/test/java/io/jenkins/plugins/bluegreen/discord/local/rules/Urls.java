package io.jenkins.plugins.bluegreen.discord.local.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Validates URLs like Discord: absolute, http or https, with a host. A bare name such as {@code jenkins} is refused,
 * which is undocumented: jenkinsci/discord-notifier-plugin#36, go-gitea/gitea#11124, bugsink/bugsink#280.
 */
final class Urls {
    static final int LENGTH = 2048;
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");
    private static final String ATTACHMENT = "attachment://";

    private Urls() {}

    static void check(FormErrors errors, String path, JsonNode node) {
        check(errors, path, node, "('http', 'https')");
    }

    /** @param files the names that {@code attachment://} may use, or null if unknown */
    static void checkImage(FormErrors errors, String path, JsonNode node, List<String> files) {
        String url = Text.of(node);
        if (!url.startsWith(ATTACHMENT)) {
            check(errors, path, node, "('http', 'https', 'attachment')");
        } else if (files != null && !files.contains(url.substring(ATTACHMENT.length()))) {
            errors.local(path, "No file of that name is in the request.");
        }
    }

    private static void check(FormErrors errors, String path, JsonNode node, String schemes) {
        errors.text(path, node, LENGTH);
        String url = Text.of(node);
        if (url.isEmpty()) {
            return;
        }
        Matcher scheme = SCHEME.matcher(url);
        if (!scheme.lookingAt()) {
            errors.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        } else if (!List.of("http", "https").contains(scheme.group(1).toLowerCase(Locale.ROOT))) {
            String message = "Scheme \"" + scheme.group(1) + "\" must be one of " + schemes + ".";
            errors.add(path, "URL_TYPE_INVALID_SCHEME", message);
        } else if (!isWellFormed(url)) {
            errors.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
    }

    private static boolean isWellFormed(String url) {
        try {
            String host = new URI(url).parseServerAuthority().getHost();
            return host != null && (host.startsWith("[") || host.indexOf('.') > 0);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
