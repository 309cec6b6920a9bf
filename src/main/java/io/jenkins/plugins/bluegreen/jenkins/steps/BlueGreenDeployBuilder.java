package io.jenkins.plugins.bluegreen.jenkins.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.release.FreestyleRelease;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;
import org.kohsuke.stapler.DataBoundConstructor;

/** The build step of a freestyle job: releases with the Pipeline step's parameters, without a block. */
public final class BlueGreenDeployBuilder extends Builder implements SimpleBuildStep {
    private final BlueGreenDeployStep deploy;

    @DataBoundConstructor
    public BlueGreenDeployBuilder(BlueGreenDeployStep deploy) {
        this.deploy = deploy;
    }

    /** The parameters. Texts may hold the build's variables, as <code>${BUILD_NUMBER}</code>. */
    public BlueGreenDeployStep getDeploy() {
        return deploy;
    }

    @Override
    public void perform(
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull EnvVars env,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener)
            throws InterruptedException, IOException {
        ReleaseResult result;
        try {
            result = new FreestyleRelease(run, listener)
                    .run(deploy.request(env::expand), workspace, StepSecrets.of(run, env));
        } catch (ReleaseException e) {
            throw new AbortException(e.getMessage());
        }
        if (!result.outcome().isSuccess()) {
            throw new AbortException(result.message().toString());
        }
    }

    @Extension
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @Override
        public String getDisplayName() {
            return Messages.BlueGreenDeployBuilder_displayName();
        }

        @Override
        @SuppressWarnings("rawtypes") // as it is declared
        public boolean isApplicable(Class<? extends AbstractProject> type) {
            return true;
        }
    }
}
