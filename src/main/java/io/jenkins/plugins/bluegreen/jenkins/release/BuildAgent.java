package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.jenkins.secrets.BoundSecrets;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Where a build runs.
 *
 * @param workspace null: the step runs outside of {@code node}
 * @param launcher starts programs there, in the container of a block around the step; null without a workspace
 * @param environment of those programs
 * @param secrets the values that no text of the release may show
 */
public record BuildAgent(
        FilePath workspace, Launcher launcher, EnvVars environment, TaskListener log, BoundSecrets secrets) {

    /** Where a step runs. */
    public static BuildAgent of(StepContext context, BoundSecrets secrets) throws IOException, InterruptedException {
        return new BuildAgent(
                context.get(FilePath.class),
                context.get(Launcher.class),
                context.get(EnvVars.class),
                context.get(TaskListener.class),
                secrets);
    }
}
