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
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.FormChecks;
import io.jenkins.plugins.bluegreen.jenkins.release.MonitorCredentials;
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
    private String credentialsId;
    private String caCertificate;

    @DataBoundConstructor
    public PrometheusOption() {}

    /** @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values */
    MonitorSpec addTo(MonitorSpec spec, UnaryOperator<String> fill, Run<?, ?> run) {
        String address = fill.apply(Util.fixNull(url));
        String id = fill.apply(credentialsId);
        return spec.withPrometheus(
                        address, queries.stream().map(QueryOption::toSpec).toList())
                .withPrometheusAccess(
                        MonitorCredentials.access(run, "monitor.prometheus.credentialsId", id, address)
                                .trusting("monitor.prometheus.caCertificate", caCertificate));
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

    /** Id of a username and password, or of a token as secret text, that Prometheus gets; null: none. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String id) {
        credentialsId = Util.fixEmptyAndTrim(id);
    }

    /** The authorities that sign Prometheus' certificate, in PEM; null: those that Java trusts. */
    public String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(String pem) {
        caCertificate = Util.fixEmptyAndTrim(pem);
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<PrometheusOption> {
        @Override
        public String getDisplayName() {
            return Messages.PrometheusOption_displayName();
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String credentialsId) {
            return FormChecks.credentials(item, credentialsId);
        }

        @POST
        public FormValidation doCheckCaCertificate(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.text(
                    item, value, pem -> ProbeAccess.open().trusting("monitor.prometheus.caCertificate", pem));
        }

        @POST
        public FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.text(item, value, url -> MonitorSpec.none().withPrometheus(url, List.of()));
        }
    }
}
