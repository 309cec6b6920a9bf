package io.jenkins.plugins.bluegreen.discord.local.page;

import io.jenkins.plugins.bluegreen.discord.local.rules.Mentions;
import io.jenkins.plugins.bluegreen.discord.local.rules.Rules;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renders Discord's Markdown as HTML, as far as a release's messages use it: bold, italic, underline, strike, code,
 * quotes, subtext, headings, masked links (without their target), times (in this machine's zone), mentions and escapes.
 */
public final class Markup {
    private static final int DEEPEST = 8;
    private static final List<String> MARKERS = List.of("**", "__", "~~", "*", "_");
    private static final List<String> TAGS = List.of("b", "u", "s", "i", "i");
    private static final Pattern TIME = Pattern.compile("<t:(-?[0-9]{1,11})(?::[tTdDfFsSR])?>");
    private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]\\n]{1,200})]\\((?:<)?[A-Za-z]+://[^\\s)]+\\)");
    private static final Pattern BLOCK = Pattern.compile("```(?:[A-Za-z0-9_+-]+\\n)?\\n?(.*?)\\n?```", Pattern.DOTALL);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Set<String> pings;

    /** @param pings the mentions to highlight, in the form of {@link Rules#pings} */
    public Markup(Set<String> pings) {
        this.pings = pings;
    }

    /** The text as HTML. */
    public String html(String text) {
        StringBuilder html = new StringBuilder();
        Matcher block = BLOCK.matcher(text);
        int from = 0;
        while (block.find(from)) {
            lines(text.substring(from, block.start()), html);
            html.append("<pre>").append(Html.escape(block.group(1))).append("</pre>");
            from = block.end() < text.length() && text.charAt(block.end()) == '\n' ? block.end() + 1 : block.end();
        }
        lines(text.substring(from), html);
        return html.toString();
    }

    /** The local time of day. */
    public static String clock(Instant time) {
        return CLOCK.format(time);
    }

    private void lines(String text, StringBuilder html) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.startsWith("> ")) {
                html.append("<span class='dc-quote'>").append(inline(line.substring(2), 0)).append("</span>");
            } else if (line.startsWith("-# ")) {
                html.append("<span class='dc-subtext'>").append(inline(line.substring(3), 0)).append("</span>");
            } else if (line.matches("#{1,3} .*")) {
                html.append("<span class='dc-heading'>").append(inline(line.substring(line.indexOf(' ') + 1), 0));
                html.append("</span>");
            } else {
                String bullet = line.startsWith("- ") || line.startsWith("* ") ? "• " : "";
                html.append(bullet).append(inline(line.substring(bullet.length()), 0)).append(i < lines.length - 1 ? "\n" : "");
            }
        }
    }

    private String inline(String text, int depth) {
        StringBuilder html = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end;
            if (c == '\\' && i + 1 < text.length() && isPunctuation(text.charAt(i + 1))) {
                html.append(Html.escape(text.substring(i + 1, i + 2)));
                end = i + 2;
            } else if (c == '`') {
                end = code(text, i, html);
            } else if (c == '<' || c == '@') {
                end = token(text, i, html);
            } else if (c == '[') {
                end = link(text, i, depth, html);
            } else {
                end = span(text, i, depth, html);
            }
            if (end == i) {
                end = text.offsetByCodePoints(i, 1);
                html.append(Html.escape(text.substring(i, end)));
            }
            i = end;
        }
        return html.toString();
    }

    private static int code(String text, int start, StringBuilder html) {
        int marks = start;
        while (marks < text.length() && text.charAt(marks) == '`') {
            marks++;
        }
        int end = text.indexOf(text.substring(start, marks), marks);
        if (end <= marks) {
            return start;
        }
        html.append("<code>").append(Html.escape(text.substring(marks, end))).append("</code>");
        return end + marks - start;
    }

    private int token(String text, int start, StringBuilder html) {
        Matcher time = TIME.matcher(text).region(start, text.length());
        if (time.lookingAt()) {
            html.append("<span class='dc-time'>");
            html.append(clock(Instant.ofEpochSecond(Long.parseLong(time.group(1))))).append("</span>");
            return time.end();
        }
        Matcher mention = Mentions.MENTION.matcher(text).region(start, text.length());
        if (mention.lookingAt()) {
            String name = Mentions.name(mention);
            String shown = name.equals("everyone") ? mention.group() : "@" + name;
            html.append(pings.contains(name) ? "<span class='dc-ping'>" + shown + "</span>" : shown);
            return mention.end();
        }
        return start;
    }

    private int link(String text, int start, int depth, StringBuilder html) {
        Matcher link = LINK.matcher(text).region(start, text.length());
        if (!link.lookingAt() || depth >= DEEPEST) {
            return start;
        }
        html.append("<span class='dc-link'>").append(inline(link.group(1), depth + 1)).append("</span>");
        return link.end();
    }

    private int span(String text, int start, int depth, StringBuilder html) {
        for (int i = 0; i < MARKERS.size() && depth < DEEPEST; i++) {
            String marker = MARKERS.get(i);
            int from = start + marker.length();
            int end = text.startsWith(marker, start) ? closing(text, marker, from) : -1;
            if (end > from) {
                String tag = TAGS.get(i);
                html.append('<').append(tag).append('>').append(inline(text.substring(from, end), depth + 1));
                html.append("</").append(tag).append('>');
                return end + marker.length();
            }
        }
        return start;
    }

    private static int closing(String text, String marker, int from) {
        boolean single = marker.length() == 1;
        if (single && from < text.length() && Character.isWhitespace(text.charAt(from))) {
            return -1;
        }
        for (int i = from; i + marker.length() <= text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.startsWith(marker + marker, i) && single) {
                i++;
            } else if (text.startsWith(marker, i) && !(marker.equals("_") && isWord(text, i + 1))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isWord(String text, int index) {
        return index < text.length() && Character.isLetterOrDigit(text.charAt(index));
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    }
}
