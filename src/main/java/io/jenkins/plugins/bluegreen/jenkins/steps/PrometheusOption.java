package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.FormChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Queries to Prometheus whose values must stay within bounds. */
public final class PrometheusOption implements Describable<PrometheusOption> {
    private String url;
    private List<QueryOption> queries = new ArrayList<>();

    @DataBoundConstructor
    public PrometheusOption() {}

    /** @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values */
    MonitorSpec addTo(MonitorSpec spec, UnaryOperator<String> fill) {
        return spec.withPrometheus(
                fill.apply(Util.fixNull(url)),
                queries.stream().map(QueryOption::toSpec).toList());
    }

    /** The address of Prometheus. */
    public String getUrl() {
        return url;
    }

    @DataBoundSetter
    public void setUrl(String address) {
        url = Util.fixEmptyAndTrim(address);
    }

    /** The queries. */
    public List<QueryOption> getQueries() {
        return queries;
    }

    @DataBoundSetter
    public void setQueries(List<QueryOption> options) {
        queries = new ArrayList<>(Util.fixNull(options));
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<PrometheusOption> {
        @Override
        public String getDisplayName() {
            return Messages.PrometheusOption_displayName();
        }

        @POST
        public FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.text(item, value, url -> MonitorSpec.none().withPrometheus(url, List.of()));
        }
    }
}
