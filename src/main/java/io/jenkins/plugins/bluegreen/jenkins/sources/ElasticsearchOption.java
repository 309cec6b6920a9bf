package io.jenkins.plugins.bluegreen.jenkins.sources;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery.OnNoData;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.FormChecks;
import io.jenkins.plugins.bluegreen.jenkins.form.Keyword;
import io.jenkins.plugins.bluegreen.jenkins.release.MonitorCredentials;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A number of documents in Elasticsearch since the switch that must stay within bounds. */
public final class ElasticsearchOption implements Describable<ElasticsearchOption> {
    private String url;
    private String index;
    private String query;
    private Integer min;
    private Integer max;
    private String onNoData = NoData.IGNORE;
    private Integer delay;
    private String credentialsId;
    private String caCertificate;

    @DataBoundConstructor
    public ElasticsearchOption() {}

    /** @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values */
    public MonitorSpec addTo(MonitorSpec spec, UnaryOperator<String> fill, Run<?, ?> run) {
        String address = fill.apply(Util.fixNull(url));
        ElasticsearchCount count = ElasticsearchCount.of(
                address,
                fill.apply(Util.fixNull(index)),
                Util.fixNull(query),
                min,
                max,
                NoData.meaning(onNoData));
        String id = fill.apply(credentialsId);
        return spec.withCount((delay == null ? count : count.withDelay(delay))
                .withAccess(MonitorCredentials.access(
                                run, "monitor.elasticsearch.credentialsId", id, address, ProbeAccess::apiKey)
                        .trusting("monitor.elasticsearch.caCertificate", caCertificate)));
    }

    /** The address of Elasticsearch. */
    public String getUrl() {
        return url;
    }

    @DataBoundSetter
    public void setUrl(String address) {
        url = Util.fixEmptyAndTrim(address);
    }

    /** The indices in which documents are counted, by names and patterns. */
    public String getIndex() {
        return index;
    }

    @DataBoundSetter
    public void setIndex(String names) {
        index = Util.fixEmptyAndTrim(names);
    }

    /** Which documents are counted, as {@code query_string}. */
    public String getQuery() {
        return query;
    }

    @DataBoundSetter
    public void setQuery(String text) {
        query = Util.fixEmptyAndTrim(text);
    }

    /** The smallest allowed number at the end; null: no lower bound. */
    public Integer getMin() {
        return min;
    }

    @DataBoundSetter
    public void setMin(Integer number) {
        min = number;
    }

    /** The largest allowed number; null: no upper bound. */
    public Integer getMax() {
        return max;
    }

    @DataBoundSetter
    public void setMax(Integer number) {
        max = number;
    }

    /** What happens without a number: {@code ignore} or {@code fail}. */
    public String getOnNoData() {
        return onNoData;
    }

    @DataBoundSetter
    public void setOnNoData(String word) {
        onNoData = Keyword.or(NoData.IGNORE, word);
    }

    /** How long, in seconds, documents take into the index; null: the default. */
    public Integer getDelay() {
        return delay;
    }

    @DataBoundSetter
    public void setDelay(Integer seconds) {
        delay = seconds;
    }

    /** Id of a username and password, or of an API key as secret text, that Elasticsearch gets; null: none. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String id) {
        credentialsId = Util.fixEmptyAndTrim(id);
    }

    /** The authorities that sign Elasticsearch's certificate, in PEM; null: those that Java trusts. */
    public String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(String pem) {
        caCertificate = Util.fixEmptyAndTrim(pem);
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<ElasticsearchOption> {
        @Override
        public String getDisplayName() {
            return Messages.ElasticsearchOption_displayName();
        }

        @POST
        public ListBoxModel doFillOnNoDataItems() {
            return NoData.items();
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String credentialsId) {
            return FormChecks.credentials(item, credentialsId);
        }

        @POST
        public FormValidation doCheckCaCertificate(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.text(
                    item, value, pem -> ProbeAccess.open().trusting("monitor.elasticsearch.caCertificate", pem));
        }

        @POST
        public FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.text(
                    item, value, url -> ElasticsearchCount.of(url, "any", "any", null, 0, OnNoData.IGNORE));
        }

        @POST
        public FormValidation doCheckIndex(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.text(item, value, ElasticsearchCount::requireIndex);
        }
    }
}
