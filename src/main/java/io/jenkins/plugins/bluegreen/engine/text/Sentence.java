package io.jenkins.plugins.bluegreen.engine.text;

import java.io.Serializable;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Something to say to a user, kept as a key and its arguments so that it can be said in the reader's language wherever
 * it is read: the console in English, a Discord channel in Korean.
 *
 * <p>The texts are in {@code io/jenkins/plugins/bluegreen/Messages.properties} and its translations.
 */
public final class Sentence implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String BUNDLE = "io.jenkins.plugins.bluegreen.Messages";

    private final String key;
    private final ArrayList<Serializable> arguments;

    private Sentence(String key, ArrayList<Serializable> arguments) {
        this.key = key;
        this.arguments = arguments;
    }

    /**
     * A sentence of the bundle.
     *
     * @param key the text's key
     * @param arguments what fills {@code {0}}, {@code {1}}…; a {@code Sentence} is said in the same language, everything
     *     else by its {@code toString}
     */
    public static Sentence of(String key, Object... arguments) {
        ArrayList<Serializable> kept = new ArrayList<>(arguments.length);
        for (Object argument : arguments) {
            kept.add(argument instanceof Sentence sentence ? sentence : String.valueOf(argument));
        }
        return new Sentence(key, kept);
    }

    /** Text that is not ours to translate: a message of the API server, of a Pod, of a user's block. */
    public static Sentence verbatim(String text) {
        return of("verbatim", text);
    }

    /** A duration, in seconds with one decimal. */
    public static Sentence seconds(long millis) {
        return of("seconds", String.format(Locale.ROOT, "%d.%d", millis / 1000, millis % 1000 / 100));
    }

    /** This and {@code next}, which begins a line of its own where this one has several: a log keeps its shape. */
    public Sentence then(Sentence next) {
        return of(toString().contains("\n") ? "lines" : "two", this, next);
    }

    /** Several sentences as one, a line each. */
    public static Sentence lines(List<Sentence> sentences) {
        if (sentences.isEmpty()) {
            return verbatim("");
        }
        Sentence all = sentences.get(0);
        for (Sentence next : sentences.subList(1, sentences.size())) {
            all = of("lines", all, next);
        }
        return all;
    }

    /** The key, for those who tell sentences apart. */
    public String key() {
        return key;
    }

    /** The sentence in a language; English where there is no translation. */
    public String in(Locale locale) {
        // no fallback to the JVM's own language: English is asked for as such
        ResourceBundle texts = ResourceBundle.getBundle(
                BUNDLE,
                locale,
                Sentence.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        List<String> said = new ArrayList<>(arguments.size());
        for (Serializable argument : arguments) {
            said.add(argument instanceof Sentence sentence ? sentence.in(locale) : argument.toString());
        }
        return new MessageFormat(texts.getString(key), Locale.ROOT).format(said.toArray());
    }

    /** The sentence in English. */
    @Override
    public String toString() {
        return in(Locale.ENGLISH);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sentence sentence && key.equals(sentence.key) && arguments.equals(sentence.arguments);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + arguments.hashCode();
    }
}
