package io.jenkins.plugins.bluegreen.e2e.monitoring;

import io.jenkins.plugins.bluegreen.jenkins.monitoring.ReleaseCollector;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * The page of the <em>Prometheus metrics</em> plugin with the metrics of the releases of this process alone. Source:
 * "Exposition formats", prometheus.io.
 */
final class ControllerMetrics implements AutoCloseable {
    private final LocalPage page;

    private ControllerMetrics(LocalPage page) {
        this.page = page;
    }

    static ControllerMetrics start() throws IOException {
        ReleaseCollector collector = new ReleaseCollector();
        return new ControllerMetrics(LocalPage.serving(
                "/prometheus/", "text/plain; version=0.0.4; charset=utf-8", () -> text(collector.collect())));
    }

    /** Host and port. */
    String address() {
        return page.address();
    }

    private static String text(List<MetricFamilySamples> families) {
        StringBuilder text = new StringBuilder();
        for (MetricFamilySamples family : families) {
            boolean counter = family.type == Collector.Type.COUNTER;
            String name = counter ? family.name + "_total" : family.name;
            text.append("# HELP ").append(name).append(' ').append(family.help).append('\n');
            text.append("# TYPE ").append(name).append(' ')
                    .append(family.type.name().toLowerCase(Locale.ROOT)).append('\n');
            family.samples.forEach(sample -> append(text, sample));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Sample sample) {
        text.append(sample.name).append('{');
        for (int i = 0; i < sample.labelNames.size(); i++) {
            String value = sample.labelValues.get(i).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
            text.append(sample.labelNames.get(i)).append("=\"").append(value).append("\",");
        }
        text.append("} ").append(Collector.doubleToGoString(sample.value)).append('\n');
    }

    @Override
    public void close() {
        page.close();
    }
}
