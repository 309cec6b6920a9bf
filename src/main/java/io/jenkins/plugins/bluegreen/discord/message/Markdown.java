package io.jenkins.plugins.bluegreen.discord.message;

import java.util.regex.Pattern;

/** Text in Discord's Markdown that shows as it is. */
public final class Markdown {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\*_~|`<>\\[\\]#]");
    private static final String FENCE = "```";

    private Markdown() {}

    /** A line that is not ours, without the effects of what is in it. */
    public static String escape(String line) {
        return SPECIAL.matcher(line).replaceAll("\\\\$0");
    }

    /** The last lines of a text as a block of code, in at most {@code length} characters. */
    public static String lastLines(String text, int length) {
        String inside = text.strip().replace(FENCE, "`\u200b`\u200b`");
        if (inside.length() > length) {
            String end = inside.substring(inside.length() - length);
            int line = end.indexOf('\n');
            inside = "…\n" + (line < 0 ? end : end.substring(line + 1));
        }
        return FENCE + "\n" + inside + "\n" + FENCE;
    }
}
