package io.jenkins.plugins.bluegreen.engine.text;

import java.io.Serializable;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A text for users: a key of the message bundle and its arguments. It is translated when it is shown, in the language
 * of the place: the console in English, a Discord channel in Korean.
 *
 * <p>The texts are in {@code io/jenkins/plugins/bluegreen/Messages.properties} and its translations.
 */
public final class Sentence implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Shorter than this is nothing in seconds with one decimal. */
    private static final long SHORT = 100;

    private static final String BUNDLE = "io.jenkins.plugins.bluegreen.Messages";

    private static final Pattern UNSHOWN =
            Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9F}\\x{D800}-\\x{DFFF}\\x{FFFE}\\x{FFFF}&&[^\n\t]]");

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
     * @param arguments the values of {@code {0}}, {@code {1}}…; a {@code Sentence} is translated too, everything else
     *     is shown by its {@code toString}
     */
    public static Sentence of(String key, Object... arguments) {
        ArrayList<Serializable> kept = new ArrayList<>(arguments.length);
        for (Object argument : arguments) {
            kept.add(argument instanceof Sentence sentence ? sentence : shown(String.valueOf(argument)));
        }
        return new Sentence(key, kept);
    }

    /** Without control characters, which terminals obey and XML can't hold: Pods and API servers may send any. */
    private static String shown(String text) {
        return UNSHOWN.matcher(text.replace("\r\n", "\n")).replaceAll("\uFFFD");
    }

    /** A text that is not translated, as a message of the API server, of a Pod or of a user's block. */
    public static Sentence verbatim(String text) {
        return of("verbatim", text);
    }

    /** A duration, in seconds with one decimal; a very short one in milliseconds. */
    public static Sentence seconds(long millis) {
        if (millis < SHORT) {
            return of("millis", String.valueOf(Math.max(0, millis)));
        }
        return of("seconds", String.format(Locale.ROOT, "%d.%d", millis / 1000, millis % 1000 / 100));
    }

    /** This sentence, ended by a full stop, and {@code next}; on a new line if this one has several lines. */
    public Sentence then(Sentence next) {
        return of(toString().contains("\n") ? "lines" : "two", this, next);
    }

    /**
     * This sentence with {@code other} in the place of every sentence of some keys, and with other texts in the place
     * of texts, wherever they are arguments.
     */
    public Sentence with(Set<String> keys, Sentence other, UnaryOperator<String> texts) {
        if (keys.contains(key)) {
            return other;
        }
        ArrayList<Serializable> replaced = new ArrayList<>(arguments);
        replaced.replaceAll(argument -> argument instanceof Sentence part
                ? part.with(keys, other, texts)
                : texts.apply(argument.toString()));
        return new Sentence(key, replaced);
    }

    /** Several sentences as one, each on its own line. Nested as flat as can be: there may be thousands. */
    public static Sentence lines(List<Sentence> sentences) {
        int half = sentences.size() / 2;
        return switch (sentences.size()) {
            case 0 -> verbatim("");
            case 1 -> sentences.get(0);
            default -> of("lines", lines(sentences.subList(0, half)), lines(sentences.subList(half, sentences.size())));
        };
    }

    /** The same sentence with other arguments: {@code mask} is applied to each, also to those of sentences in it. */
    public Sentence masked(UnaryOperator<String> mask) {
        ArrayList<Serializable> masked = new ArrayList<>(arguments.size());
        for (Serializable argument : arguments) {
            masked.add(argument instanceof Sentence sentence ? sentence.masked(mask) : mask.apply(argument.toString()));
        }
        return new Sentence(key, masked);
    }

    /** The key in the message bundle. */
    public String key() {
        return key;
    }

    /** The key of the first sentence, where this one joins several. */
    public String firstKey() {
        boolean joins = key.equals("two") || key.equals("lines");
        return joins && arguments.get(0) instanceof Sentence first ? first.firstKey() : key;
    }

    /** The text in a language; English where there is no translation. */
    public String in(Locale locale) {
        // no fallback to the JVM's default language: a missing translation means English
        ResourceBundle texts = ResourceBundle.getBundle(
                BUNDLE,
                locale,
                Sentence.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        List<String> said = new ArrayList<>(arguments.size());
        for (Serializable argument : arguments) {
            said.add(argument instanceof Sentence sentence ? sentence.in(locale) : argument.toString());
        }
        return new MessageFormat(Wording.fitted(texts.getString(key), said), Locale.ROOT).format(said.toArray());
    }

    /** The text in English. */
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
