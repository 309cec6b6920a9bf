package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    /** As scripts fill them in by sed. */
    private static final Pattern OTHER_FORM =
            Pattern.compile("(__|@@?|%%?|<|\\{\\{ ?)([A-Za-z]\\w*?)(__|@@?|%%?|>| ?}})");

    private static final char BEGIN = '\uE002';
    private static final char END = '\uE003';
    private static final Pattern MARKED = Pattern.compile("()" + BEGIN + "(\\w+)" + END);

    private final Map<String, String> values;
    /** The user's own form of a placeholder; null: the usual one. */
    private final String form;

    private Placeholders(Map<String, String> values, String form) {
        this.values = values;
        this.form = form;
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
        return new Placeholders(values, spec.source().placeholders());
    }

    /**
     * The text of a file with placeholders of the user's own form marked, so that none of them is taken for YAML. A
     * name in small letters that is not known is no placeholder: {@code __init__}.
     */
    public String marked(String text) {
        if (form == null) {
            return text;
        }
        int name = form.indexOf("NAME");
        String start = form.substring(0, name).strip();
        String end = form.substring(name + 4).strip();
        String before = start.isEmpty() ? "\\b" : Pattern.quote(start) + "[ \\t]*";
        String word = end.isEmpty() ? "([A-Za-z]\\w*)" : "([A-Za-z]\\w*?)[ \\t]*";
        return Pattern.compile(before + word + Pattern.quote(end))
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        isMeant(found.group(1)) ? BEGIN + found.group(1) + END : found.group()));
    }

    private boolean isMeant(String name) {
        return values.containsKey(name) || name.equals(name.toUpperCase(Locale.ROOT));
    }

    /** The form of a placeholder in which a text has one of the names that are known, but is not filled in. */
    public Optional<String> leftover(String text) {
        Matcher other = OTHER_FORM.matcher(text);
        while (other.find()) {
            if (values.containsKey(other.group(2))) {
                return Optional.of(other.group(1) + "NAME" + other.group(3));
            }
        }
        return Optional.empty();
    }

    /** The text with {@code ${COLOR}} as the user wrote it, for messages. */
    public static String asWritten(String text) {
        return text.replace(OPEN_COLOR, "${COLOR}");
    }

    /** A placeholder that has no value; there may be more of them. */
    public static final class UnknownNameException extends ReleaseException {
        private static final long serialVersionUID = 1L;

        UnknownNameException(Sentence sentence) {
            super(sentence);
        }
    }

    /** The names of a text's placeholders that have no value. */
    List<String> unknown(String text) {
        return PLACEHOLDER.matcher(text).results()
                .filter(placeholder -> placeholder.group(1).isEmpty())
                .map(placeholder -> placeholder.group(2))
                .filter(name -> !values.containsKey(name))
                .toList();
    }

    /** The names that have a value, for messages. */
    String known() {
        return String.join(", ", values.keySet());
    }

    /** The text filled in; the same object if it has no placeholder. */
    String fill(String text, Place place) {
        if (form == null ? !text.contains("${") : text.indexOf(BEGIN) < 0) {
            return text;
        }
        StringBuilder filled = new StringBuilder(text.length());
        Matcher placeholder = (form == null ? PLACEHOLDER : MARKED).matcher(text);
        while (placeholder.find()) {
            String name = placeholder.group(2);
            boolean literal = !placeholder.group(1).isEmpty();
            if (!literal && !values.containsKey(name)) {
                throw form == null
                        ? new UnknownNameException(place.remark("manifest.unknownName", name, known()))
                        : place.error("manifest.unknownForm", form.replace("NAME", name), known(), name);
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
