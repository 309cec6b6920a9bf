package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.FormChecks;
import io.jenkins.plugins.bluegreen.jenkins.release.MonitorCredentials;
import io.jenkins.plugins.bluegreen.jenkins.sources.ElasticsearchOption;
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
    private Integer failures;
    private Integer unready;
    private Integer restarts;
    private String credentialsId;
    private String caCertificate;
    private PrometheusOption prometheus;
    private ElasticsearchOption elasticsearch;

    @DataBoundConstructor
    public MonitorOption() {}

    /**
     * The specification.
     *
     * @param run has the credentials
     * @throws ReleaseException for invalid values
     */
    MonitorSpec toSpec(UnaryOperator<String> fill, Run<?, ?> run) {
        if (duration == null) {
            throw new ReleaseException(Sentence.of("spec.number", "monitor.duration", 0, 1));
        }
        MonitorSpec spec = MonitorSpec.lasting(
                duration, interval == null ? MonitorSpec.none().intervalSeconds() : interval);
        if (url != null) {
            // failures in a row alone allow any number of single ones
            int most = failures == null ? spec.maxFailures() : Integer.MAX_VALUE;
            spec = spec.withUrl(fill.apply(url), maxFailures == null ? most : maxFailures)
                    .withUrlAccess(access(fill, run));
        } else if (credentialsId != null || caCertificate != null) {
            throw new ReleaseException(Sentence.of("spec.noAddress"));
        }
        spec = failures == null ? spec : spec.withFailures(failures);
        spec = unready == null ? spec : spec.withUnready(unready);
        spec = restarts == null ? spec : spec.withRestarts(restarts);
        spec = prometheus == null ? spec : prometheus.addTo(spec, fill, run);
        return elasticsearch == null ? spec : elasticsearch.addTo(spec, fill, run);
    }

    private ProbeAccess access(UnaryOperator<String> fill, Run<?, ?> run) {
        return MonitorCredentials.access(run, "monitor.credentialsId", fill.apply(credentialsId), fill.apply(url))
                .trusting("monitor.caCertificate", caCertificate);
    }

    /** How long the new colour is monitored; required. */
    public Integer getDuration() {
        return duration;
    }

    @DataBoundSetter
    public void setDuration(Integer seconds) {
        duration = seconds;
    }

    /** The time between two checks of health, Prometheus and Elasticsearch. */
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

    /** The number of failures of the address in a row that are a breach; null: single failures count. */
    public Integer getFailures() {
        return failures;
    }

    @DataBoundSetter
    public void setFailures(Integer number) {
        failures = number;
    }

    /** How long Pods may be missing, unless others are starting in their place. */
    public Integer getUnready() {
        return unready;
    }

    @DataBoundSetter
    public void setUnready(Integer seconds) {
        unready = seconds;
    }

    /** How often the containers of a Pod may end. */
    public Integer getRestarts() {
        return restarts;
    }

    @DataBoundSetter
    public void setRestarts(Integer number) {
        restarts = number;
    }

    /** Id of a username and password, or of a token as secret text, that the address gets; null: none. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String id) {
        credentialsId = Util.fixEmptyAndTrim(id);
    }

    /** The authorities that sign the address' certificate, in PEM; null: those that Java trusts. */
    public String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(String pem) {
        caCertificate = Util.fixEmptyAndTrim(pem);
    }

    /** Queries whose values must stay within bounds; null: none. */
    public PrometheusOption getPrometheus() {
        return prometheus;
    }

    @DataBoundSetter
    public void setPrometheus(PrometheusOption option) {
        prometheus = option;
    }

    /** A count of documents that must stay within bounds; null: none. */
    public ElasticsearchOption getElasticsearch() {
        return elasticsearch;
    }

    @DataBoundSetter
    public void setElasticsearch(ElasticsearchOption option) {
        elasticsearch = option;
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<MonitorOption> {
        @Override
        public String getDisplayName() {
            return Messages.MonitorOption_displayName();
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String credentialsId) {
            return FormChecks.credentials(item, credentialsId);
        }

        @POST
        public FormValidation doCheckCaCertificate(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.text(item, value, pem -> ProbeAccess.open().trusting("monitor.caCertificate", pem));
        }

        @POST
        public FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.text(item, value, url -> MonitorSpec.none().withUrl(url, 0));
        }
    }
}
