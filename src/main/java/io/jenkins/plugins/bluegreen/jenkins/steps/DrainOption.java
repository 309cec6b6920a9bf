package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.FormChecks;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The request that makes old Pods close their connections. */
public final class DrainOption implements Describable<DrainOption> {
    private static final int DEFAULT_TIMEOUT = 30;

    private final String path;
    private final Integer port;
    private String metric;
    private Integer timeout;

    @DataBoundConstructor
    public DrainOption(String path, Integer port) {
        this.path = Util.fixEmptyAndTrim(path);
        this.port = port;
    }

    /** @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values */
    Drain toSpec() {
        return new Drain(
                Util.fixNull(path), port == null ? 0 : port, metric, timeout == null ? DEFAULT_TIMEOUT : timeout);
    }

    /** The path that is requested once of every old Pod. */
    public String getPath() {
        return path;
    }

    /** The container's port. */
    public Integer getPort() {
        return port;
    }

    /** A metric that is 0 once a Pod is drained; null: the wait lasts the whole time limit. */
    public String getMetric() {
        return metric;
    }

    @DataBoundSetter
    public void setMetric(String name) {
        metric = Util.fixEmptyAndTrim(name);
    }

    /** The time limit in seconds; null: 30. */
    public Integer getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(Integer seconds) {
        timeout = seconds;
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<DrainOption> {
        @Override
        public String getDisplayName() {
            return Messages.DrainOption_displayName();
        }

        @POST
        public FormValidation doCheckPath(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.text(item, value, path -> new Drain(path, 1, null, 1));
        }
    }
}
