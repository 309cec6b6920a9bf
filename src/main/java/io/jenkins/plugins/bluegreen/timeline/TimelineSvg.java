package io.jenkins.plugins.bluegreen.timeline;

import io.jenkins.plugins.bluegreen.timeline.Timeline.Moment;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Draws a timeline as SVG, without scripts: the phases above, then the moves of the traffic, the ready Pods, the
 * answers to probes, and a time axis. Its classes are coloured by {@code timeline.css} in this package's resources.
 */
public final class TimelineSvg {
    private static final int WIDTH = 960;
    private static final int LANE = 24;
    private static final int LABEL_ROWS = 2;
    private static final int AXIS = 24;
    /** The least width of a phase. */
    private static final double LEAST = 1.5;

    private final Timeline timeline;
    private final String id;
    private final long end;
    private final TimelineTexts texts;
    private final List<TimelineBand> bands = new ArrayList<>();
    private TimeScale scale;
    private String title;
    private final Svg svg = new Svg();

    private TimelineSvg(Timeline timeline, String id, long now, Locale language) {
        this.timeline = timeline;
        this.id = Svg.escape(id);
        end = Math.max(timeline.endedAt() == 0 ? now : timeline.endedAt(), timeline.startedAt());
        texts = new TimelineTexts(language, timeline.startedAt());
        scale = new TimeScale(timeline.startedAt(), end, timeline.startedAt());
        title = texts.of("timeline.title");
        if (!timeline.readiness().isEmpty()) {
            bands.add(new PodsBand(timeline.readiness(), end, texts));
        }
        if (!timeline.answers().isEmpty()) {
            bands.add(new AnswersBand(timeline.answers(), texts));
        }
    }

    /**
     * The picture of a timeline.
     *
     * @param id unique within the page
     * @param now the right edge while the release goes on, in milliseconds since 1970
     * @param language the language of its texts
     */
    public static String svg(Timeline timeline, String id, long now, Locale language) {
        return of(timeline, id, now, language).draw();
    }

    /** A picture that others may add to. */
    public static TimelineSvg of(Timeline timeline, String id, long now, Locale language) {
        return new TimelineSvg(timeline, id, now, language);
    }

    /** Shows more time than that of the release. */
    public TimelineSvg between(long from, long to) {
        scale = new TimeScale(from, to, timeline.startedAt());
        return this;
    }

    public TimelineSvg titled(String what) {
        title = what;
        return this;
    }

    /** Adds a part below the others. */
    public TimelineSvg with(TimelineBand band) {
        bands.add(band);
        return this;
    }

    /** The picture. */
    public String draw() {
        int top = LANE + 4 + (timeline.moments().isEmpty() ? 0 : LABEL_ROWS * Svg.LINE + 4);
        int bottom = top + bands.stream().mapToInt(TimelineBand::height).sum();
        svg.add(
                "<svg class='release-timeline' viewBox='0 0 %d %d' role='img'"
                        + " id='%s' aria-labelledby='%s-t' aria-describedby='%s-d'>",
                WIDTH, bottom + AXIS, id, id, id);
        svg.add("<title id='%s-t'>%s</title>", id, Svg.escape(title));
        svg.add("<desc id='%s-d'>%s</desc>", id, Svg.escape(inWords()));
        axis(bottom);
        phases();
        int at = top;
        for (TimelineBand band : bands) {
            band.draw(svg, scale, at);
            at += band.height();
        }
        moments(bottom);
        return svg.add("</svg>").toString();
    }

    private String inWords() {
        List<String> words = new ArrayList<>();
        timeline.stretches().forEach(stretch -> words.add(texts.phase(stretch, end) + "."));
        timeline.moments().forEach(moment -> words.add(texts.moment(moment) + "."));
        bands.forEach(band -> words.add(band.inWords()));
        return String.join(" ", words).trim();
    }

    private void axis(int bottom) {
        for (long at : scale.ticks()) {
            double x = scale.x(at);
            svg.add("<line class='grid' x1='%.1f' x2='%.1f' y1='%d' y2='%d'/>", x, x, LANE + 2, bottom + 4);
            svg.text("tick", x, bottom + 18, "middle", texts.tick(at));
        }
    }

    private void phases() {
        double free = TimeScale.LEFT;
        for (Stretch stretch : timeline.stretches()) {
            double x = Math.min(TimeScale.RIGHT - LEAST, Math.max(free, scale.x(stretch.from())));
            double right = Math.max(x + LEAST, scale.x(stretch.to() == 0 ? end : stretch.to()));
            free = right;
            String name = texts.phase(stretch.phase());
            svg.add("<g>").title(texts.phase(stretch, end));
            svg.add(
                    "<rect class='phase %s%s%s' x='%.1f' y='0' width='%.1f' height='%d'/>",
                    style(stretch.phase().toLowerCase(Locale.ROOT)),
                    stretch.failed() ? " failed" : "",
                    stretch.to() == 0 ? " open" : "",
                    x,
                    right - x > 3 ? right - x - 1 : right - x,
                    LANE);
            if (stretch.failed()) {
                svg.add("<path class='cross' d='M%.1f 3l6 6m0 -6l-6 6'/>", Math.max(x, right - 9));
            }
            if (right - x > Svg.width(name) + (stretch.failed() ? 24 : 6)) {
                svg.text("phase-name", (x + right) / 2, LANE - 7, "middle", name);
            }
            svg.add("</g>");
        }
    }

    /** A line for each, and its label where there is room for it in one of the rows. */
    private void moments(int bottom) {
        double[] free = new double[LABEL_ROWS];
        for (Moment moment : timeline.moments()) {
            double x = scale.x(moment.at());
            String label = texts.moment(moment);
            svg.add("<g class='moment %s'>", style(moment.kind().name().toLowerCase(Locale.ROOT))).title(label);
            svg.add("<line x1='%.1f' x2='%.1f' y1='%d' y2='%d'/>", x, x, LANE + 2, bottom);
            double width = Svg.width(label) + 6;
            for (int row = 0; row < LABEL_ROWS; row++) {
                boolean before = x + width > WIDTH;
                double left = before ? x - width : x;
                if (left >= free[row]) {
                    free[row] = left + width;
                    double y = LANE + 2 + Svg.LINE * (row + 1);
                    svg.text("moment-label", before ? x - 4 : x + 4, y, before ? "end" : "start", label);
                    break;
                }
            }
            svg.add("</g>");
        }
    }

    /** The first of some texts for which there is room at the right; else the last one. */
    static String fitting(String... texts) {
        return Stream.of(texts)
                .filter(text -> Svg.width(text) <= WIDTH - TimeScale.RIGHT - 6)
                .findFirst()
                .orElse(texts[texts.length - 1]);
    }

    /** A name as a class of the style sheet. */
    static String style(String name) {
        return name.matches("[a-z]+") ? name : "other";
    }
}
