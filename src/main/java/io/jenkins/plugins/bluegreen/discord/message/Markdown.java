package io.jenkins.plugins.bluegreen.discord.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that Discord's Markdown shows unchanged. */
public final class Markdown {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\*_~|`<>\\[\\]#]");
    /** Discord links an address as it is written, escapes included, and formats nothing in it. */
    private static final Pattern LINK = Pattern.compile("\\bhttps?://[^\\s\\\\*|`<>\\[\\]]+");
    private static final String FENCE = "```";

    private Markdown() {}

    /** Escapes the special characters of a line, except in addresses. */
    public static String escape(String line) {
        StringBuilder escaped = new StringBuilder();
        int end = 0;
        for (Matcher link = LINK.matcher(line); link.find(); end = link.end()) {
            escaped.append(escaped(line.substring(end, link.start()))).append(link.group());
        }
        return escaped.append(escaped(line.substring(end))).toString();
    }

    private static String escaped(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }

    /** The last lines of a text as a code block; the text in it has at most {@code length} characters. */
    public static String lastLines(String text, int length) {
        String inside = text.stripTrailing()
                .stripIndent()
                .replaceFirst("^(?:\\s*\n)+", "")
                .replace(FENCE, "`\u200b`\u200b`");
        if (inside.length() > length) {
            String end = inside.substring(inside.length() - length);
            int line = end.indexOf('\n');
            inside = "…\n" + (line < 0 ? end : end.substring(line + 1));
        }
        return FENCE + "\n" + inside + "\n" + FENCE;
    }
}
