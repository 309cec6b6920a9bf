package io.jenkins.plugins.bluegreen.discord.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shortens texts to a number of code points, the {@link #CUT} at their end included: at a word's end if there is one in
 * the last third, else between two characters as readers see them. A text that fits is left as it is.
 */
public final class Shortening {
    /** Ends a shortened text. */
    static final String CUT = "…";

    private static final String FENCE = "```";
    private static final String CUT_IN_FENCE = CUT + "\n" + FENCE;
    private static final Pattern CHARACTER = Pattern.compile("\\X");
    /** In UTF-16 units. The longest emoji have about 20; only what is heaped on purpose has more. */
    private static final int LONGEST_CHARACTER = 64;

    private static final char JOINER = '\u200D';

    private Shortening() {}

    /** For texts without code blocks. */
    public static String plain(String text, int limit) {
        return Text.length(text) <= limit ? text : cut(text, limit - 1) + CUT;
    }

    /** Closes a code block that is cut, lest it swallow the rest of the message. */
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
        // nothing that combines ends in ASCII: there is a boundary before it
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

    /** The text up to {@code end}, without what would look odd before the {@link #CUT}. */
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
