package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.discord.BuildNotice;
import io.jenkins.plugins.bluegreen.discord.BuildState;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * The step {@code withDiscordNotify}: keeps one message up to date while its block runs. It is a step of its own
 * because Pipeline has no steps with an optional block.
 */
public final class WithDiscordNotifyStep extends DiscordStep {
    private static final long serialVersionUID = 1L;

    /** @param description so that a Pipeline may leave out its name: {@code withDiscordNotify('Deploying')} */
    @DataBoundConstructor
    public WithDiscordNotifyStep(String description) {
        setDescription(description);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new DiscordBlockExecution(context, this);
    }

    /** The texts of the message about a state of the block. */
    BuildNotice notice(Run<?, ?> run, BuildState state, Instant began) {
        return notice(run, getTitle() == null ? run.getFullDisplayName() : getTitle(), state, began, List.of());
    }

    @Extension
    public static final class DescriptorImpl extends DiscordStepDescriptor {
        @Override
        public String getFunctionName() {
            return "withDiscordNotify";
        }

        @Override
        public String getDisplayName() {
            return Messages.WithDiscordNotifyStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }
    }
}
