package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.CommaSeparated;
import io.jenkins.plugins.bluegreen.kubernetes.charts.HelmChart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A Helm chart in a form. Pipelines write {@code helm: [chart: 'chart', release: 'orders', set: ['image.tag': '1']]}.
 */
public final class HelmOption implements Describable<HelmOption> {
    private static final String VALUES = "values";
    private static final String SET = "set";

    private final String chart;
    private final String release;
    private String values;
    private List<NamedValue> set = new ArrayList<>();

    @DataBoundConstructor
    public HelmOption(String chart, String release) {
        this.chart = Util.fixEmptyAndTrim(chart);
        this.release = Util.fixEmptyAndTrim(release);
    }

    /**
     * The chart that these parameters describe.
     *
     * @param fill replaces placeholders in a text; returns null for null
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values
     */
    public HelmChart toSource(UnaryOperator<String> fill) {
        Map<String, String> single = new TreeMap<>();
        set.forEach(entry -> single.put(entry.getName(), fill.apply(entry.getValue())));
        return new HelmChart(fill.apply(chart), fill.apply(release), CommaSeparated.split(fill.apply(values)), single);
    }

    /** The chart's folder in the workspace, or a reference that Helm knows. */
    public String getChart() {
        return chart;
    }

    /** The release's name in the chart. */
    public String getRelease() {
        return release;
    }

    /** Files with values, separated by commas; null: none. A Pipeline may pass a list. */
    public String getValues() {
        return values;
    }

    @DataBoundSetter
    public void setValues(String files) {
        values = Util.fixEmptyAndTrim(files);
    }

    /** Single values by their paths. A Pipeline passes a map, or a list of texts {@code path=value}. */
    public List<NamedValue> getSet() {
        return set;
    }

    @DataBoundSetter
    public void setSet(List<NamedValue> byPath) {
        set = NamedValue.named(byPath);
    }

    /** Converts what a Pipeline writes to the arguments of the form. Other values are not changed. */
    public static Object bound(Object written) {
        if (!(written instanceof Map<?, ?> map)) {
            return written;
        }
        Map<String, Object> arguments = new TreeMap<>();
        map.forEach((name, value) -> arguments.put(String.valueOf(name), value));
        arguments.computeIfPresent(VALUES, (name, value) -> CommaSeparated.join(value));
        arguments.computeIfPresent(SET, (name, value) -> NamedValue.listOf(paths(value)));
        return arguments;
    }

    private static Object paths(Object value) {
        if (!(value instanceof Collection<?> texts) || texts.stream().anyMatch(Map.class::isInstance)) {
            return value;
        }
        Map<String, String> paths = new TreeMap<>();
        texts.forEach(text -> {
            String[] pair = String.valueOf(text).split("=", 2);
            paths.put(pair[0], pair.length < 2 ? null : pair[1]);
        });
        return paths;
    }

    /** Converts arguments of the form to what a Pipeline writes. */
    public static Object written(Object bound) {
        if (!(bound instanceof UninstantiatedDescribable option)) {
            return bound;
        }
        Map<String, Object> arguments = new TreeMap<>(option.getArguments());
        arguments.computeIfPresent(SET, (name, rows) -> NamedValue.mapOf(rows));
        return option.withArguments(arguments);
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<HelmOption> {
        @Override
        public String getDisplayName() {
            return Messages.HelmOption_displayName();
        }
    }
}
