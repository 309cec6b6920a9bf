package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the keys of ConfigMaps that are those of passwords. Their values are never shown. */
public final class PlainPasswords {
    /** A key that ends so is the password itself; {@code TOKEN_URL} and {@code PASSWORD_FILE} only lead to one. */
    private static final Pattern KEY = Pattern.compile(
            "(?:^|.*[._-])(?:pass(?:word|wd|phrase)?|pwd|secret|token|(?:api|access|private|secret|signing)[._-]?key)"
                    + "|.*(?:password|passwd|passphrase)");

    private PlainPasswords() {}

    /** The warning for an object; empty without such keys. */
    public static Optional<Sentence> of(ManifestObject object) {
        if (!object.is("", "ConfigMap")) {
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>();
        object.get("data").properties().forEach(entry -> {
            if (isPassword(entry.getKey()) && isWritten(entry.getValue())) {
                keys.add(entry.getKey());
            }
        });
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(object.remark(
                        "manifest.warnPassword", ManifestObject.at("data", keys.get(0)), String.join(", ", keys)));
    }

    private static boolean isPassword(String key) {
        String words = key.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        return KEY.matcher(words).matches();
    }

    /** Not empty, and not a placeholder that the application fills in. */
    private static boolean isWritten(JsonNode value) {
        String text = value.asText().strip();
        return !text.isEmpty() && !text.startsWith("${") && !text.startsWith("$(");
    }
}
