package io.jenkins.plugins.bluegreen.demo.report;

import io.jenkins.plugins.bluegreen.embedded.traffic.LoadRequest;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult.Bucket;
import io.jenkins.plugins.bluegreen.timeline.Svg;
import io.jenkins.plugins.bluegreen.timeline.TimeScale;
import io.jenkins.plugins.bluegreen.timeline.TimelineBand;
import io.jenkins.plugins.bluegreen.timeline.TimelineSvg;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The requests that each colour answered, and lost requests: a part of a release's timeline. */
final class RequestsBand implements TimelineBand {
    private static final int HEIGHT = 176;
    private static final int LETTER = 7;
    private static final List<String> COLORS = List.of("blue", "green", "");

    private final ScenarioReport report;
    private final List<Bucket> buckets;
    private final int most;
    private final StringBuilder labels = new StringBuilder();
    private Svg svg;
    private TimeScale scale;
    private int top;
    private int bottom;

    private RequestsBand(ScenarioReport report) {
        this.report = report;
        buckets = complete(report.traffic().buckets());
        most = (Math.max(1, buckets.stream().mapToInt(RequestsBand::requests).max().orElse(0)) + 9) / 10 * 10;
    }

    /**
     * The picture of a release with its requests.
     *
     * @param id unique within the page
     */
    static String svg(ScenarioReport report, String id) {
        RequestsBand band = new RequestsBand(report);
        return TimelineSvg.of(report.timeline(), id, report.timeline().endedAt(), Locale.ENGLISH)
                .between(band.from(), band.to())
                .titled(report.application() + ", " + report.scenario())
                .with(band)
                .draw();
    }

    private long from() {
        long started = report.timeline().startedAt();
        return buckets.isEmpty() ? started : Math.min(started, buckets.get(0).startMillis());
    }

    private long to() {
        long ended = report.timeline().endedAt();
        return buckets.isEmpty()
                ? ended
                : Math.max(ended, buckets.get(buckets.size() - 1).startMillis() + LoadResult.BUCKET_MILLIS);
    }

    /** Drops the last tenth of a second, which is seldom complete, unless it shows a loss. */
    private static List<Bucket> complete(List<Bucket> all) {
        int last = all.size() - 1;
        return last < 1 || all.get(last).lost() > 0 ? all : all.subList(0, last);
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    public String inWords() {
        StringBuilder words = new StringBuilder("Requests by answering colour:");
        totals().forEach((color, count) -> words.append(' ')
                .append(color.isEmpty() ? "without a colour" : color)
                .append(' ')
                .append(count)
                .append(','));
        return words.append(" lost ").append(report.traffic().lost()).append('.').toString();
    }

    private Map<String, Integer> totals() {
        Map<String, Integer> totals = new TreeMap<>();
        report.traffic().buckets().forEach(bucket -> bucket.colors().forEach((color, count) -> totals.merge(color, count, Integer::sum)));
        return totals;
    }

    @Override
    public void draw(Svg picture, TimeScale axis, int upperEdge) {
        svg = picture;
        scale = axis;
        top = upperEdge + 18;
        bottom = upperEdge + HEIGHT - 6;
        for (int part = 0; part <= 2; part++) {
            double y = bottom - (bottom - top) * part / 2.0;
            svg.ground(y);
            svg.text("tick", TimeScale.LEFT - 6, y + 4, "end", String.valueOf(perSecond(most) * part / 2));
        }
        svg.text("band", 0, (top + bottom) / 2.0 + 22, "start", "req/s");
        traffic();
        svg.add("%s", labels);
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
                double x = scale.x(buckets.get(i).startMillis() + LoadResult.BUCKET_MILLIS / 2);
                svg.add("<path class='lost' d='M%.1f %d l-4 -7 h8 z'><title>%d lost</title></path>", x, top - 2, lost[i]);
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
                        scale.x(start),
                        y(stacked[i]),
                        scale.x(start + (long) (end - i) * LoadResult.BUCKET_MILLIS),
                        y(stacked[i] + counts[i]),
                        scale.x(start)));
            }
        }
        for (int i = 0; i < counts.length; i++) {
            stacked[i] += counts[i];
        }
        if (!path.isEmpty()) {
            svg.add("<path class='area %s' d='%s'/>", style, path);
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
        double width = longest * (scale.x(scale.from() + LoadResult.BUCKET_MILLIS) - TimeScale.LEFT);
        if (width > (text.length() + 2) * LETTER && y(0) - y(counts[middle]) > 2 * LETTER) {
            labels.append(String.format(
                    Locale.ROOT,
                    "<text class='on-area' x='%.1f' y='%.1f' text-anchor='middle'>%s</text>%n",
                    scale.x(buckets.get(middle).startMillis()),
                    (y(stacked[middle]) + y(stacked[middle] + counts[middle])) / 2 + 4,
                    Svg.escape(text)));
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

    private static int requests(Bucket bucket) {
        return bucket.lost() + bucket.colors().values().stream().mapToInt(Integer::intValue).sum();
    }

    private static int perSecond(int count) {
        return count * 1000 / LoadResult.BUCKET_MILLIS;
    }

    private double y(int count) {
        return bottom - (bottom - top) * count / (double) most;
    }
}
