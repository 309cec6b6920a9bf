package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import hudson.model.Descriptor;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The form's choice for no health check: Pods are healthy once they are ready. */
public final class NoHealth extends HealthOption {
    @DataBoundConstructor
    public NoHealth() {}

    @Override
    HealthCheck toSpec() {
        return HealthCheck.none();
    }

    @Extension(ordinal = 1)
    @Symbol("noHealth")
    public static final class DescriptorImpl extends Descriptor<HealthOption> {
        @Override
        public String getDisplayName() {
            return Messages.NoHealth_displayName();
        }
    }
}
