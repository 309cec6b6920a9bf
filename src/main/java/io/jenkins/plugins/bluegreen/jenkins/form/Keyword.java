package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Util;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** Values of parameters that take one of a few words. */
public final class Keyword {
    private Keyword() {}

    /** The trimmed text; {@code defaultWord} for null or blank. */
    public static String or(String defaultWord, String text) {
        String trimmed = Util.fixEmptyAndTrim(text);
        return trimmed == null ? defaultWord : trimmed;
    }

    /** The error for a word that the parameter does not take. */
    public static ReleaseException unknown(String parameter, String word, String... known) {
        return new ReleaseException(Sentence.of("spec.word", parameter, word, String.join(", ", known)));
    }
}
