package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.Util;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Texts of parameters: one word of several, or several words, comma-separated. */
public final class Words {
    private Words() {}

    /** Without surrounding blanks; {@code otherwise} where nothing is left. */
    public static String or(String otherwise, String text) {
        String trimmed = Util.fixEmptyAndTrim(text);
        return trimmed == null ? otherwise : trimmed;
    }

    /** For a word that a parameter does not take. */
    public static ReleaseException unknown(String parameter, String word, String... known) {
        return new ReleaseException(Sentence.of("spec.word", parameter, word, String.join(", ", known)));
    }

    /** The words of a text; none for null. */
    public static List<String> split(String text) {
        return Arrays.stream(Util.fixNull(text).split(","))
                .map(String::trim)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** A list as one text, as a Pipeline may write {@code ['a', 'b']} for {@code 'a, b'}; anything else as it is. */
    public static Object join(Object value) {
        return value instanceof Collection<?> words
                ? words.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : value;
    }
}
