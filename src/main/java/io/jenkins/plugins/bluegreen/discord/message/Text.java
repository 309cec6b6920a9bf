package io.jenkins.plugins.bluegreen.discord.message;

import java.util.regex.Pattern;

/**
 * Makes texts of users safe for Discord. Lengths are in code points, as Discord counts them: its API is written in
 * Python 3 (Discord in discord-api-docs issue 1315).
 */
public final class Text {
    /** Invisible, and not whitespace to Discord: for places where a text is required. */
    static final String BLANK = "\u200B";

    private static final char ESCAPE = '\u001B';
    private static final char UNKNOWN = '\uFFFD';
    private static final Pattern MENTION =
            Pattern.compile("@(?=everyone|here)|(?<=<)@(?=[!&]?\\p{Nd}++>)", Pattern.CASE_INSENSITIVE);
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\u0085\\p{Z}]+");

    private Text() {}

    /** The text without control characters, mentions and surrounding whitespace; empty for null. */
    static String prepare(String text) {
        return strip(defuse(clean(text)));
    }

    /** The text as {@link #prepare} makes it, on one line. */
    public static String prepareLine(String text) {
        return strip(SPACES.matcher(prepare(text)).replaceAll(" "));
    }

    /**
     * The text without terminal sequences, bidi overrides, and control characters other than newline and tab. Carriage
     * returns become newlines, unpaired surrogates U+FFFD. Empty for null.
     */
    public static String clean(String text) {
        if (text == null) {
            return "";
        }
        StringBuilder cleaned = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ESCAPE) {
                i = endOfSequence(text, i);
            } else if (c == '\r') {
                cleaned.append(i + 1 < text.length() && text.charAt(i + 1) == '\n' ? "" : "\n");
            } else if (Character.isSurrogate(c)) {
                int point = text.codePointAt(i);
                cleaned.appendCodePoint(point == c ? UNKNOWN : point);
                i += Character.charCount(point) - 1;
            } else if (c == '\n' || c == '\t' || !Character.isISOControl(c) && !isBidiOverride(c)) {
                cleaned.append(c);
            }
        }
        return cleaned.toString();
    }

    /**
     * Puts a {@link #BLANK} into every mention of everyone, a role or a user. {@code allowed_mentions} prevents the
     * notification; this prevents that the text looks like a mention. For cleaned text.
     */
    static String defuse(String text) {
        return MENTION.matcher(text).replaceAll("@" + BLANK);
    }

    /**
     * The text without surrounding whitespace, as Python's {@code str.strip()} defines it: Discord strips before it
     * counts.
     */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** The text without invisible characters; empty if there is nothing to see. */
    static String visible(String text) {
        return strip(INVISIBLE.matcher(text).replaceAll(""));
    }

    /** The length in code points. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Whether Python's {@code str.isspace()} is true: for U+00A0 it is, for U+200B it is not. */
    static boolean isSpace(char c) {
        return c >= '\t' && c <= '\r'
                || c >= '\u001C' && c <= ' '
                || c == '\u0085'
                || Character.isSpaceChar(c);
    }

    private static boolean isBidiOverride(char c) {
        return c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069';
    }

    /** The last character of the control sequence (ECMA-48, 5.4) that starts here; {@code start} if there is none. */
    private static int endOfSequence(String text, int start) {
        int i = start + 1;
        if (i == text.length() || text.charAt(i) != '[') {
            return start;
        }
        do {
            i++;
        } while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) <= '?');
        return i < text.length() && text.charAt(i) >= '@' && text.charAt(i) <= '~' ? i : start;
    }
}
