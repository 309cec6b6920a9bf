package io.jenkins.plugins.bluegreen.jenkins;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.FormValidation;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What holds for every release of this controller unless a step says otherwise. */
@Extension
@Symbol("blueGreenDeploy")
public final class BlueGreenConfiguration extends GlobalConfiguration {
    private int defaultTimeout = 600;

    public BlueGreenConfiguration() {
        load();
    }

    public static BlueGreenConfiguration get() {
        return ExtensionList.lookupSingleton(BlueGreenConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.BlueGreenConfiguration_displayName();
    }

    /** Seconds that a release has to become ready and healthy before it is given up. */
    public int getDefaultTimeout() {
        return defaultTimeout;
    }

    /** @throws IllegalArgumentException if there would be no time at all */
    @DataBoundSetter
    public void setDefaultTimeout(int seconds) {
        if (seconds < 1) {
            throw new IllegalArgumentException(Messages.BlueGreenConfiguration_timeoutTooShort(seconds));
        }
        defaultTimeout = seconds;
        save();
    }

    @POST
    public FormValidation doCheckDefaultTimeout(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validatePositiveInteger(value);
    }
}
