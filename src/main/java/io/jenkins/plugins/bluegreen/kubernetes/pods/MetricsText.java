package io.jenkins.plugins.bluegreen.kubernetes.pods;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses Prometheus' text format. Source: "Exposition formats", prometheus.io. */
final class MetricsText {
    private MetricsText() {}

    /** The sum of a metric over all its label sets; empty without the metric. */
    static OptionalDouble sum(String text, String metric) {
        Pattern sample = Pattern.compile(
                "(?m)^" + Pattern.quote(metric) + "(?:\\{.*\\})?[ \\t]+([-+0-9.eEINaninf]+)(?:[ \\t]+-?[0-9]+)?[ \\t]*$");
        Matcher samples = sample.matcher(text);
        OptionalDouble sum = OptionalDouble.empty();
        while (samples.find()) {
            sum = OptionalDouble.of(sum.orElse(0) + number(samples.group(1)));
        }
        return sum;
    }

    /** Parses a number of Prometheus, including {@code +Inf} and {@code NaN}. NaN for any other text. */
    static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    yield Double.NaN;
                }
            }
        };
    }
}
