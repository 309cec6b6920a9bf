package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in {@code ${NAME}} in keys and values, after the text is parsed: quotes, colons and line ends of a value can't
 * become structure.
 *
 * <p>{@code $${NAME}} is a literal {@code ${NAME}}. {@code $name}, {@code ${name:-default}} and Kubernetes' own
 * {@code $(NAME)} stay as they are.
 */
public final class Placeholders {
    /** Stands for {@code ${COLOR}} until an object is coloured. Private-use characters: no manifest has this text. */
    public static final String OPEN_COLOR = "\uE000color\uE001";

    private static final Pattern PLACEHOLDER = Pattern.compile("(\\$?)\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final Map<String, String> values;

    private Placeholders(Map<String, String> values) {
        this.values = values;
    }

    /**
     * The spec's variables, and {@code COLOR}, {@code IMAGE} and {@code BUILD_NUMBER}, which a variable can't redefine.
     */
    public static Placeholders of(ReleaseSpec spec) {
        Map<String, String> values = new TreeMap<>(spec.source().variables());
        values.put("COLOR", OPEN_COLOR);
        if (spec.source().image() != null) {
            values.put("IMAGE", spec.source().image());
        }
        if (spec.source().buildNumber() != null) {
            values.put("BUILD_NUMBER", spec.source().buildNumber());
        }
        return new Placeholders(values);
    }

    /** The text with {@code ${COLOR}} as the user wrote it, for messages. */
    public static String asWritten(String text) {
        return text.replace(OPEN_COLOR, "${COLOR}");
    }

    /** The text filled in; the same object if it has no placeholder. */
    String fill(String text, Place place) {
        if (!text.contains("${")) {
            return text;
        }
        StringBuilder filled = new StringBuilder(text.length());
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            String name = placeholder.group(2);
            boolean literal = !placeholder.group(1).isEmpty();
            if (!literal && !values.containsKey(name)) {
                throw place.error("manifest.unknownName", name, String.join(", ", values.keySet()));
            }
            placeholder.appendReplacement(
                    filled, Matcher.quoteReplacement(literal ? "${" + name + "}" : values.get(name)));
            if (filled.length() > Limits.EXPANDED_TEXT) {
                throw place.error("manifest.expanded", Limits.EXPANDED_TEXT);
            }
        }
        placeholder.appendTail(filled);
        return filled.toString();
    }
}
