package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.Keyword;
import io.jenkins.plugins.bluegreen.jenkins.sources.NoData;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** A Prometheus query whose value must stay within bounds. */
public final class QueryOption implements Describable<QueryOption> {
    private final String query;
    private Double min;
    private Double max;
    private String onNoData = NoData.IGNORE;

    @DataBoundConstructor
    public QueryOption(String query) {
        this.query = Util.fixEmptyAndTrim(query);
    }

    /** @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values */
    PrometheusQuery toSpec() {
        return new PrometheusQuery(Util.fixNull(query), min, max, NoData.meaning(onNoData));
    }

    /** The query, in PromQL. */
    public String getQuery() {
        return query;
    }

    /** The smallest allowed value; null: no lower bound. */
    public Double getMin() {
        return min;
    }

    @DataBoundSetter
    public void setMin(Double value) {
        min = value;
    }

    /** The largest allowed value; null: no upper bound. */
    public Double getMax() {
        return max;
    }

    @DataBoundSetter
    public void setMax(Double value) {
        max = value;
    }

    /** What happens without a value: {@code ignore} or {@code fail}. */
    public String getOnNoData() {
        return onNoData;
    }

    @DataBoundSetter
    public void setOnNoData(String word) {
        onNoData = Keyword.or(NoData.IGNORE, word);
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<QueryOption> {
        @Override
        public String getDisplayName() {
            return Messages.QueryOption_displayName();
        }

        @POST
        public ListBoxModel doFillOnNoDataItems() {
            return NoData.items();
        }
    }
}
