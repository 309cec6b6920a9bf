package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * A release with a block that runs before the switch, against the preview. A step of its own, because Pipeline knows
 * no step whose block may be left out: one that takes a block is refused without.
 */
public final class WithBlueGreenDeployStep extends BlueGreenDeployStep {
    /** A release of which nothing is said yet. */
    @DataBoundConstructor
    public WithBlueGreenDeployStep() {}

    /** {@code withBlueGreenDeploy(…) { … }}. */
    @Extension
    public static final class DescriptorImpl extends BlueGreenDeployStep.DescriptorImpl {
        @Override
        public String getFunctionName() {
            return "withBlueGreenDeploy";
        }

        @Override
        public String getDisplayName() {
            return Messages.WithBlueGreenDeployStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }
    }
}
