package io.jenkins.plugins.bluegreen.timeline;

import java.util.Locale;

/** The text of an SVG picture. Numbers are written in the same way for every language of the JVM. */
public final class Svg {
    /** The height of a line of text, in units of the picture. */
    public static final int LINE = 15;

    private static final double LETTER = 7;
    private static final double WIDE_LETTER = 13;
    /** The first character of Hangul; those from here on are about twice as wide. */
    private static final int WIDE = 0x1100;

    private final StringBuilder text = new StringBuilder();

    /** Adds an element. Texts among the arguments must be escaped. */
    public Svg add(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
        return this;
    }

    /** Adds the line on which a part of a timeline stands. */
    public Svg ground(double y) {
        return add(
                "<line class='grid' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>", TimeScale.LEFT, TimeScale.RIGHT, y, y);
    }

    /** Adds a title, which browsers show for the element around it. */
    public Svg title(String what) {
        return add("<title>%s</title>", escape(what));
    }

    /** Adds a text, which is escaped. */
    public Svg text(String style, double x, double y, String anchor, String what) {
        return add("<text class='%s' x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", style, x, y, anchor, escape(what));
    }

    /** About how wide a text is, in units of the picture. */
    public static double width(String text) {
        return text.codePoints()
                .mapToDouble(letter -> letter < WIDE ? LETTER : WIDE_LETTER)
                .sum();
    }

    /** A text as content or as an attribute of XML, without the characters that XML can't hold. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(letter -> {
            switch (letter) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    boolean control = letter < ' ' && letter != '\n' && letter != '\t';
                    boolean none = letter == 0xFFFE || letter == 0xFFFF || letter >= 0xD800 && letter <= 0xDFFF;
                    escaped.appendCodePoint(control || none ? 0xFFFD : letter);
                }
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
