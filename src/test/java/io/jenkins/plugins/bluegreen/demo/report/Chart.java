package io.jenkins.plugins.bluegreen.demo.report;

import io.jenkins.plugins.bluegreen.demo.report.ScenarioReport.Moment;
import io.jenkins.plugins.bluegreen.demo.report.ScenarioReport.Span;
import io.jenkins.plugins.bluegreen.discord.local.page.Html;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadRequest;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult.Bucket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Draws a release as SVG: its phases above, below them the requests that each colour answered, and lost requests. */
final class Chart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 246;
    private static final int LEFT = 44;
    private static final int RIGHT = 950;
    private static final int LANE = 22;
    private static final int TOP = 66;
    private static final int BOTTOM = 216;
    private static final int LETTER = 7;
    private static final List<String> COLORS = List.of("blue", "green", "");

    private final ScenarioReport report;
    private final List<Bucket> buckets;
    private final long from;
    private final long to;
    private final int most;
    private final StringBuilder svg = new StringBuilder();
    private final StringBuilder labels = new StringBuilder();

    private Chart(ScenarioReport report) {
        this.report = report;
        buckets = complete(report.traffic().buckets());
        long first = buckets.isEmpty() ? report.startMillis() : buckets.get(0).startMillis();
        long last = buckets.isEmpty() ? report.endMillis() : buckets.get(buckets.size() - 1).startMillis() + LoadResult.BUCKET_MILLIS;
        from = Math.min(first, report.startMillis());
        to = Math.max(Math.max(last, report.endMillis()), from + 1_000);
        most = (Math.max(1, buckets.stream().mapToInt(Chart::requests).max().orElse(0)) + 9) / 10 * 10;
    }

    /** @param id unique within the page */
    static String svg(ScenarioReport report, String id) {
        Chart chart = new Chart(report);
        chart.draw(id);
        return chart.svg.toString();
    }

    /** Drops the last tenth of a second, which is seldom complete, unless it shows a loss. */
    private static List<Bucket> complete(List<Bucket> all) {
        int last = all.size() - 1;
        return last < 1 || all.get(last).lost() > 0 ? all : all.subList(0, last);
    }

    private void draw(String id) {
        add("<svg viewBox='0 0 %d %d' role='img' aria-labelledby='%s-t %s-d'>", WIDTH, HEIGHT, id, id);
        add("<title id='%s-t'>%s</title>", id, Html.escape(report.application() + ", " + report.scenario()));
        add("<desc id='%s-d'>%s</desc>", id, Html.escape(inWords()));
        grid();
        phases();
        traffic();
        svg.append(labels);
        moments();
        add("</svg>");
    }

    private String inWords() {
        StringBuilder words = new StringBuilder("Requests by answering colour over ")
                .append(seconds(to - from))
                .append(" seconds:");
        totals().forEach((color, count) -> words.append(' ')
                .append(color.isEmpty() ? "without a colour" : color)
                .append(' ')
                .append(count)
                .append(','));
        words.append(" lost ").append(report.traffic().lost()).append('.');
        for (Moment moment : report.moments()) {
            words.append(' ').append(moment.what()).append(" after ").append(seconds(moment.millis() - report.startMillis())).append(" s.");
        }
        return words.toString();
    }

    private Map<String, Integer> totals() {
        Map<String, Integer> totals = new TreeMap<>();
        report.traffic().buckets().forEach(bucket -> bucket.colors().forEach((color, count) -> totals.merge(color, count, Integer::sum)));
        return totals;
    }

    private void grid() {
        for (int part = 0; part <= 2; part++) {
            double y = BOTTOM - (BOTTOM - TOP) * part / 2.0;
            add("<line class='grid' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>", LEFT, RIGHT, y, y);
            add("<text class='tick' x='%d' y='%.1f' text-anchor='end'>%d</text>", LEFT - 6, y + 4, perSecond(most) * part / 2);
        }
        add("<text class='tick' x='0' y='%d'>req/s</text>", TOP - 14);
        long step = to - from > 24_000 ? 5_000 : to - from > 12_000 ? 2_000 : 1_000;
        long first = Math.floorDiv(from - report.startMillis(), step) * step;
        for (long at = first; report.startMillis() + at <= to; at += step) {
            if (report.startMillis() + at >= from) {
                double x = x(report.startMillis() + at);
                add("<line class='grid' x1='%.1f' x2='%.1f' y1='%d' y2='%d'/>", x, x, BOTTOM, BOTTOM + 5);
                add("<text class='tick' x='%.1f' y='%d' text-anchor='middle'>%d s</text>", x, BOTTOM + 19, at / 1000);
            }
        }
    }

    private void phases() {
        for (Span span : report.phases()) {
            double x = x(span.startMillis());
            double width = Math.max(1.5, x(span.endMillis()) - x);
            String name = span.phase().name();
            add(
                    "<g><title>%s, %.2f s</title><rect class='phase %s' x='%.1f' y='2' width='%.1f' height='%d'/>",
                    name, span.seconds(), name.toLowerCase(Locale.ROOT), x, Math.max(1, width - 1), LANE);
            if (width > (name.length() + 1) * LETTER) {
                add("<text class='on-phase' x='%.1f' y='17' text-anchor='middle'>%s</text>", x + width / 2, name);
            }
            add("</g>");
        }
    }

    private void traffic() {
        int[] stacked = new int[buckets.size()];
        for (String color : COLORS) {
            int[] counts = buckets.stream().mapToInt(bucket -> bucket.colors().getOrDefault(color, 0)).toArray();
            label(color, counts, stacked);
            area(color.isEmpty() ? "uncolored" : color, counts, stacked);
        }
        int[] lost = buckets.stream().mapToInt(Bucket::lost).toArray();
        area("lost", lost, stacked);
        for (int i = 0; i < lost.length; i++) {
            if (lost[i] > 0) {
                double x = x(buckets.get(i).startMillis() + LoadResult.BUCKET_MILLIS / 2);
                add(
                        "<path class='lost' d='M%.1f %d l-4 -7 h8 z'><title>%d lost</title></path>",
                        x, TOP - 2, lost[i]);
            }
        }
    }

    /** Stacks one area on the others; neighbours of the same height are one rectangle. */
    private void area(String style, int[] counts, int[] stacked) {
        StringBuilder path = new StringBuilder();
        for (int i = 0, end; i < counts.length; i = end) {
            end = i + 1;
            while (end < counts.length && counts[end] == counts[i] && stacked[end] == stacked[i]) {
                end++;
            }
            if (counts[i] > 0) {
                long start = buckets.get(i).startMillis();
                path.append(String.format(
                        Locale.ROOT,
                        "M%.1f %.1fH%.1fV%.1fH%.1fz",
                        x(start),
                        y(stacked[i]),
                        x(start + (long) (end - i) * LoadResult.BUCKET_MILLIS),
                        y(stacked[i] + counts[i]),
                        x(start)));
            }
        }
        for (int i = 0; i < counts.length; i++) {
            stacked[i] += counts[i];
        }
        if (!path.isEmpty()) {
            add("<path class='area %s' d='%s'/>", style, path);
        }
    }

    /** Writes the colour's name and version in the middle of its longest stretch, if there is room. */
    private void label(String color, int[] counts, int[] stacked) {
        int longest = 0;
        int middle = 0;
        for (int i = 0, end; i < counts.length; i = end) {
            end = i + 1;
            while (counts[i] > 0 && end < counts.length && counts[end] > 0) {
                end++;
            }
            if (counts[i] > 0 && end - i > longest) {
                longest = end - i;
                middle = i + longest / 2;
            }
        }
        String text = ((color.isEmpty() ? "no colour" : color) + " " + version(color)).trim();
        double width = longest * (x(from + LoadResult.BUCKET_MILLIS) - LEFT);
        if (width > (text.length() + 2) * LETTER && y(0) - y(counts[middle]) > 2 * LETTER) {
            labels.append(String.format(
                    Locale.ROOT,
                    "<text class='on-area' x='%.1f' y='%.1f' text-anchor='middle'>%s</text>%n",
                    x(buckets.get(middle).startMillis()),
                    (y(stacked[middle]) + y(stacked[middle] + counts[middle])) / 2 + 4,
                    Html.escape(text)));
        }
    }

    /** The version with most of the colour's answers; Pods of an older release may answer while they end. */
    private String version(String color) {
        Map<String, Integer> versions = new TreeMap<>();
        report.traffic().all().stream()
                .filter(request -> !request.isLost() && request.color().equals(color))
                .map(LoadRequest::version)
                .forEach(version -> versions.merge(version, 1, Integer::sum));
        return versions.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse("");
    }

    private void moments() {
        int row = 0;
        for (Moment moment : report.moments()) {
            double x = x(moment.millis());
            boolean right = x > (LEFT + RIGHT) * 2 / 3.0;
            add("<line class='moment' x1='%.1f' x2='%.1f' y1='28' y2='%d'/>", x, x, BOTTOM);
            add(
                    "<text class='moment-label' x='%.1f' y='%d' text-anchor='%s'>%s, %s s</text>",
                    right ? x - 5 : x + 5,
                    40 + 13 * (row++ % 2),
                    right ? "end" : "start",
                    Html.escape(moment.what()),
                    seconds(moment.millis() - report.startMillis()));
        }
    }

    private static int requests(Bucket bucket) {
        return bucket.lost() + bucket.colors().values().stream().mapToInt(Integer::intValue).sum();
    }

    private static int perSecond(int count) {
        return count * 1000 / LoadResult.BUCKET_MILLIS;
    }

    private double x(long millis) {
        return LEFT + (RIGHT - LEFT) * (millis - from) / (double) (to - from);
    }

    private double y(int count) {
        return BOTTOM - (BOTTOM - TOP) * count / (double) most;
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f", millis / 1000.0);
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
