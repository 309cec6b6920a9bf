package io.jenkins.plugins.bluegreen.jenkins.monitoring;

import hudson.Extension;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.SummaryMetricFamily;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The releases of this controller for Prometheus. The <em>Prometheus metrics</em> plugin registers every extension that
 * is a {@code Collector}; without that plugin this class is not loaded.
 */
@Extension(optional = true)
public final class ReleaseCollector extends Collector {
    private final ReleaseCounts counts;

    public ReleaseCollector() {
        this(ReleaseCounts.get());
    }

    ReleaseCollector(ReleaseCounts counts) {
        this.counts = counts;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        CounterMetricFamily releases = new CounterMetricFamily(
                "blue_green_releases_total", "Releases that are over, by outcome.", labels("outcome"));
        counts.outcomes().forEach(sample -> releases.addMetric(sample.labels(), sample.count()));

        SummaryMetricFamily phases =
                new SummaryMetricFamily("blue_green_phase_seconds", "Durations of phases.", labels("phase"));
        counts.phases().forEach(sample -> phases.addMetric(sample.labels(), sample.count(), sample.seconds()));

        SummaryMetricFamily rollbacks = new SummaryMetricFamily(
                "blue_green_rollback_seconds", "Rollbacks: times until the traffic was back.", labels("reason"));
        counts.rollbacks().forEach(sample -> rollbacks.addMetric(sample.labels(), sample.count(), sample.seconds()));

        GaugeMetricFamily running = new GaugeMetricFamily(
                "blue_green_releases_in_progress", "Releases that are not over.", labels());
        counts.running().forEach((labels, number) -> running.addMetric(labels, number));

        GaugeMetricFamily starts = new GaugeMetricFamily(
                "blue_green_phase_start_timestamp_seconds",
                "When a release that is not over entered its phase.",
                labels("phase"));
        counts.phaseStarts().forEach(start -> starts.addMetric(start.labels(), start.seconds()));

        GaugeMetricFamily ends = new GaugeMetricFamily(
                "blue_green_last_release_timestamp_seconds", "When the last release ended.", labels("outcome"));
        counts.lastEnds().forEach(end -> ends.addMetric(end.labels(), end.seconds()));

        GaugeMetricFamily info = new GaugeMetricFamily(
                "blue_green_info", "What is live since the last release that changed it; always 1.", labels("color", "image", "revision"));
        counts.live().forEach(labels -> info.addMetric(labels, 1));
        return List.of(releases, phases, rollbacks, running, starts, ends, info);
    }

    private static List<String> labels(String... more) {
        return Stream.concat(Stream.of("cluster", "namespace", "application"), Stream.of(more))
                .collect(Collectors.toList());
    }
}
