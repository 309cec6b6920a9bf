package io.jenkins.plugins.bluegreen.discord.message;

import java.util.regex.Pattern;

/**
 * Texts of users as Discord may get them. Lengths are code points, for that is what Discord counts: its API is written
 * in Python 3 (said by Discord in discord-api-docs issue 1315).
 */
public final class Text {
    /** Shows nothing, and is not whitespace to Discord: what stands where a text is required. */
    static final String BLANK = "\u200B";

    private static final char ESCAPE = '\u001B';
    private static final char UNKNOWN = '\uFFFD';
    private static final Pattern MENTION =
            Pattern.compile("@(?=everyone|here)|(?<=<)@(?=[!&]?\\p{Nd}++>)", Pattern.CASE_INSENSITIVE);
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\u0085\\p{Z}]+");

    private Text() {}

    /** The text without what harms or pings, and without whitespace around it; empty for null. */
    static String prepare(String text) {
        return strip(defuse(clean(text)));
    }

    /** The same, on one line. */
    public static String prepareLine(String text) {
        return strip(SPACES.matcher(prepare(text)).replaceAll(" "));
    }

    /**
     * Without terminal sequences, control characters other than newline and tab, and bidi overrides, which let a text
     * read as another. Carriage returns become newlines, halves of surrogate pairs U+FFFD. Empty for null.
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
     * With a {@link #BLANK} inside whatever would mention everyone, a role or a user. {@code allowed_mentions} keeps
     * them from being pinged; this keeps the message from looking as if they were. For cleaned text.
     */
    static String defuse(String text) {
        return MENTION.matcher(text).replaceAll("@" + BLANK);
    }

    /** Without the whitespace around it that Discord removes before it counts: that of Python's {@code str.strip()}. */
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

    /** Without what takes no room on the screen: empty when there is nothing to see. */
    static String visible(String text) {
        return strip(INVISIBLE.matcher(text).replaceAll(""));
    }

    /** Code points. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Whether Python's {@code str.isspace()} holds, which it does for U+00A0 and doesn't for U+200B. */
    static boolean isSpace(char c) {
        return c >= '\t' && c <= '\r'
                || c >= '\u001C' && c <= ' '
                || c == '\u0085'
                || Character.isSpaceChar(c);
    }

    private static boolean isBidiOverride(char c) {
        return c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069';
    }

    /** The last character of the control sequence (ECMA-48, 5.4) that begins here, or here when there is none. */
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
