package io.jenkins.plugins.bluegreen.timeline;

import io.jenkins.plugins.bluegreen.timeline.Timeline.Readiness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ready Pods of each colour, as steps; the last number of each stands at the right. */
final class PodsBand implements TimelineBand {
    private static final int HEIGHT = 74;
    /** Lines of the same number lie beside each other. */
    private static final double BESIDE = 2.5;

    private final TimelineTexts texts;
    private final long end;
    private final Map<String, List<Readiness>> colors;
    private final int most;

    /** @param end until when the last numbers hold, in milliseconds since 1970: nobody looks afterwards */
    PodsBand(List<Readiness> samples, long end, TimelineTexts texts) {
        this.end = end;
        this.texts = texts;
        colors = samples.stream().collect(Collectors.groupingBy(Readiness::color, TreeMap::new, Collectors.toList()));
        most = Math.max(1, samples.stream().mapToInt(Readiness::ready).max().orElse(1));
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    public void draw(Svg svg, TimeScale scale, int top) {
        int bottom = top + HEIGHT - 8;
        svg.ground(bottom);
        svg.text("band", 0, top + HEIGHT / 2.0 + 8, "start", texts.of("timeline.pods"));
        svg.text("tick", TimeScale.LEFT - 6, y(most, bottom) + 4, "end", String.valueOf(most));
        svg.text("tick", TimeScale.LEFT - 6, bottom + 4, "end", "0");
        int beside = 0;
        for (List<Readiness> samples : colors.values()) {
            steps(svg, scale, samples, bottom - BESIDE * beside++);
        }
        labels(svg, bottom);
    }

    private void steps(Svg svg, TimeScale scale, List<Readiness> samples, double bottom) {
        StringBuilder path = new StringBuilder();
        for (Readiness sample : samples) {
            path.append(String.format(
                    Locale.ROOT,
                    path.isEmpty() ? "M%.1f %.1f" : "H%.1fV%.1f",
                    scale.x(sample.at()),
                    y(sample.ready(), bottom)));
        }
        path.append(String.format(Locale.ROOT, "H%.1f", scale.x(end)));
        svg.add(
                "<path class='pods %s' d='%s'><title>%s</title></path>",
                TimelineSvg.style(samples.get(0).color()), path, Svg.escape(inWords(last(samples))));
    }

    /** Each at its line's end, and at least a line of text below the one above. */
    private void labels(Svg svg, int bottom) {
        List<Readiness> ends = new ArrayList<>();
        colors.values().forEach(samples -> ends.add(last(samples)));
        ends.sort(Comparator.comparingInt(end -> -end.ready()));
        double below = bottom - Svg.LINE * (ends.size() - 1) + 4;
        double above = Double.NEGATIVE_INFINITY;
        for (Readiness end : ends) {
            double y = Math.min(below, Math.max(above + Svg.LINE, y(end.ready(), bottom) + 4));
            svg.text("pods-label " + TimelineSvg.style(end.color()), TimeScale.RIGHT + 6, y, "start", label(end));
            above = y;
            below += Svg.LINE;
        }
    }

    /** The colour, and as much of the numbers as there is room for. */
    private String label(Readiness end) {
        String color = texts.color(end.color());
        return TimelineSvg.fitting(
                color + " " + end.ready() + "/" + end.desired(), color + " " + end.ready(), color);
    }

    private static Readiness last(List<Readiness> samples) {
        return samples.get(samples.size() - 1);
    }

    private double y(int ready, double bottom) {
        return bottom - (HEIGHT - 26.0) * ready / most;
    }

    @Override
    public String inWords() {
        return colors.values().stream().map(samples -> inWords(last(samples))).collect(Collectors.joining(" "));
    }

    private String inWords(Readiness last) {
        return texts.of("timeline.podsOf", texts.color(last.color()), last.ready(), last.desired());
    }
}
