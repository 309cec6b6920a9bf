package io.jenkins.plugins.bluegreen.jenkins.pages.job;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ReleaseWords;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.List;
import java.util.Locale;

/**
 * Draws releases as bars, the newest at the right: height by duration, style class by outcome. SVG without scripts;
 * the page's style sheet has the colours.
 */
final class ReleaseChart {
    /** How many bars it has at most. */
    static final int MOST = 50;

    /** The width of a bar and the gap after it, in units of the picture. */
    static final int STEP = 16;

    static final int GAP = 4;
    static final int HEIGHT = 120;

    /** Of the shortest release, so that it can be seen and pointed at. */
    static final int LOWEST = 4;

    private ReleaseChart() {}

    /**
     * The picture.
     *
     * @param records the newest first; further ones than {@value #MOST} are left out
     * @param now the end of releases that run, in milliseconds since 1970
     */
    static String svg(List<ReleaseRecord> records, long now, Locale locale) {
        List<ReleaseRecord> shown = records.subList(0, Math.min(MOST, records.size()));
        long longest = shown.stream()
                .mapToLong(record -> new ReleaseWords(record, locale).millis(now))
                .max()
                .orElse(0);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg class=\"blue-green-chart\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " aria-labelledby=\"blue-green-chart\"><title id=\"blue-green-chart\">%s</title>",
                MOST * STEP,
                HEIGHT,
                escaped(Messages._ReleaseChart_title(
                                shown.size(), seconds(longest, locale))
                        .toString(locale))));
        for (int i = 0; i < shown.size(); i++) {
            svg.append(bar(shown.get(i), (MOST - 1 - i) * STEP, longest, now, locale));
        }
        return svg.append(String.format(
                        Locale.ROOT,
                        "<line class=\"blue-green-chart__base\" x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/></svg>",
                        HEIGHT,
                        MOST * STEP,
                        HEIGHT))
                .toString();
    }

    private static String bar(ReleaseRecord record, int x, long longest, long now, Locale locale) {
        ReleaseWords words = new ReleaseWords(record, locale);
        long millis = words.millis(now);
        long height = longest == 0 ? LOWEST : Math.max(LOWEST, Math.round((double) HEIGHT * millis / longest));
        String title = Messages._ReleaseChart_bar(
                        String.valueOf(record.build()), record.application(), words.outcome(), words.seconds(millis))
                .toString(locale);
        return String.format(
                Locale.ROOT,
                "<rect class=\"blue-green-bar blue-green-%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\">"
                        + "<title>%s</title></rect>",
                words.style(),
                x,
                HEIGHT - height,
                STEP - GAP,
                height,
                escaped(title));
    }

    private static String seconds(long millis, Locale locale) {
        return Sentence.seconds(millis).in(locale);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
