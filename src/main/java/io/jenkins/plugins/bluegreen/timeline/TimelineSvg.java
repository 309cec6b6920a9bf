package io.jenkins.plugins.bluegreen.timeline;

import java.util.Locale;

/** Draws a timeline as SVG, without scripts; its classes are coloured by the page's style sheet. */
public final class TimelineSvg {
    private static final int WIDTH = 960;
    private static final int LANE = 22;

    private TimelineSvg() {}

    /**
     * The picture of a timeline.
     *
     * @param id unique within the page
     * @param now the right edge while the release goes on, in milliseconds since 1970
     * @param language the language of its texts
     */
    public static String svg(Timeline timeline, String id, long now, Locale language) {
        long end = Math.max(timeline.endedAt() == 0 ? now : timeline.endedAt(), timeline.startedAt() + 1);
        double scale = (double) WIDTH / (end - timeline.startedAt());
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(Locale.ROOT, "<svg viewBox='0 0 %d %d' role='img' id='%s'>", WIDTH, LANE, id));
        for (Timeline.Stretch stretch : timeline.stretches()) {
            long to = stretch.to() == 0 ? end : stretch.to();
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect class='phase %s' x='%.1f' y='0' width='%.1f' height='%d'/>",
                    stretch.phase().toLowerCase(Locale.ROOT),
                    (stretch.from() - timeline.startedAt()) * scale,
                    (to - stretch.from()) * scale,
                    LANE));
        }
        return svg.append("</svg>").toString();
    }
}
