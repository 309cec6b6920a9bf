package io.jenkins.plugins.bluegreen.discord.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shortens texts to a number of code points, including the {@link #CUT} at their end. The cut is at a word boundary, if
 * there is one in the last third, else between two grapheme clusters. A text that fits is not changed.
 */
public final class Shortening {
    /** Ends a shortened text. */
    static final String CUT = "…";

    private static final String FENCE = "```";
    private static final String CUT_IN_FENCE = CUT + "\n" + FENCE;
    private static final Pattern CHARACTER = Pattern.compile("\\X");
    /** In UTF-16 units. The longest emoji have about 20. */
    private static final int LONGEST_CHARACTER = 64;

    private static final char JOINER = '\u200D';

    private Shortening() {}

    /** Shortens a text without code blocks. */
    public static String plain(String text, int limit) {
        return Text.length(text) <= limit ? text : cut(text, limit - 1) + CUT;
    }

    /** Shortens Markdown. A code block that is cut is closed, because it would include the rest of the message. */
    static String markdown(String text, int limit) {
        String shortened = plain(text, limit);
        if (shortened.equals(text) || !endsInFence(shortened)) {
            return shortened;
        }
        String kept = cut(text, Math.max(0, limit - CUT_IN_FENCE.length()));
        return kept + (endsInFence(kept) ? CUT_IN_FENCE : CUT);
    }

    private static boolean endsInFence(String text) {
        boolean open = false;
        for (int i = text.indexOf(FENCE); i >= 0; i = text.indexOf(FENCE, i + FENCE.length())) {
            open = !open;
        }
        return open;
    }

    private static String cut(String text, int keep) {
        int most = text.offsetByCodePoints(0, keep);
        for (int end = most; end > most - most / 3; end--) {
            if (Text.isSpace(text.charAt(end))) {
                return tidy(text, end);
            }
        }
        return tidy(text, characterEnd(text, most));
    }

    /** The last boundary of an extended grapheme cluster (Unicode Standard Annex 29) up to {@code most}. */
    private static int characterEnd(String text, int most) {
        int start = most;
        // ASCII never combines: there is a boundary before it
        while (start > 0 && text.charAt(start) >= 0x80) {
            start--;
        }
        int end = start;
        Matcher characters = CHARACTER.matcher(text).region(start, Math.min(text.length(), most + LONGEST_CHARACTER));
        while (end < most && characters.find() && characters.end() <= most) {
            end = characters.end();
        }
        return most - end > LONGEST_CHARACTER ? most : end;
    }

    /** The text up to {@code end}, without whitespace, joiners and an older cut at its end. */
    private static String tidy(String text, int end) {
        int tidy = end;
        while (tidy > 0 && isOddAtEnd(text.charAt(tidy - 1))) {
            tidy--;
        }
        return text.substring(0, tidy);
    }

    private static boolean isOddAtEnd(char c) {
        return Text.isSpace(c) || c == JOINER || c == CUT.charAt(0);
    }
}
