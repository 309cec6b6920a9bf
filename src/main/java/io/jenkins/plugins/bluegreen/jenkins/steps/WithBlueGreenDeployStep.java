package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * The Pipeline step {@code withBlueGreenDeploy}: a release with a block that runs before the switch. It is a step of
 * its own, because Pipeline refuses a step that takes a block without one.
 */
public final class WithBlueGreenDeployStep extends BlueGreenDeployStep {
    @DataBoundConstructor
    public WithBlueGreenDeployStep() {}

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
