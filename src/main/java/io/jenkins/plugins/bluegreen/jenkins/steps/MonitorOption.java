package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.FormChecks;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The monitoring of the new colour after the switch. Times are in seconds; null: the default. */
public final class MonitorOption implements Describable<MonitorOption> {
    private Integer duration;
    private Integer interval;
    private String url;
    private Integer maxFailures;
    private PrometheusOption prometheus;

    @DataBoundConstructor
    public MonitorOption() {}

    /** @throws ReleaseException for invalid values */
    MonitorSpec toSpec(UnaryOperator<String> fill) {
        if (duration == null) {
            throw new ReleaseException(Sentence.of("spec.number", "monitor.duration", 0, 1));
        }
        MonitorSpec spec = MonitorSpec.lasting(
                duration, interval == null ? MonitorSpec.none().intervalSeconds() : interval);
        if (url != null) {
            spec = spec.withUrl(fill.apply(url), maxFailures == null ? spec.maxFailures() : maxFailures);
        }
        return prometheus == null ? spec : prometheus.addTo(spec, fill);
    }

    /** How long the new colour is monitored; required. */
    public Integer getDuration() {
        return duration;
    }

    @DataBoundSetter
    public void setDuration(Integer seconds) {
        duration = seconds;
    }

    /** The time between two checks of health and Prometheus. */
    public Integer getInterval() {
        return interval;
    }

    @DataBoundSetter
    public void setInterval(Integer seconds) {
        interval = seconds;
    }

    /** An address that is requested once a second and must answer 2xx; null: none. */
    public String getUrl() {
        return url;
    }

    @DataBoundSetter
    public void setUrl(String address) {
        url = Util.fixEmptyAndTrim(address);
    }

    /** The number of failures of the address that are tolerated. */
    public Integer getMaxFailures() {
        return maxFailures;
    }

    @DataBoundSetter
    public void setMaxFailures(Integer number) {
        maxFailures = number;
    }

    /** Queries whose values must stay within bounds; null: none. */
    public PrometheusOption getPrometheus() {
        return prometheus;
    }

    @DataBoundSetter
    public void setPrometheus(PrometheusOption option) {
        prometheus = option;
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<MonitorOption> {
        @Override
        public String getDisplayName() {
            return Messages.MonitorOption_displayName();
        }

        @POST
        public FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.text(item, value, url -> MonitorSpec.none().withUrl(url, 0));
        }
    }
}
