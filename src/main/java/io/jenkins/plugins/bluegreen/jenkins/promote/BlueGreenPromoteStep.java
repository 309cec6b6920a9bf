package io.jenkins.plugins.bluegreen.jenkins.promote;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.steps.ReleaseStep;
import io.jenkins.plugins.bluegreen.jenkins.steps.ReleaseStepDescriptor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The Pipeline step {@code blueGreenPromote}: gives a held candidate the traffic, or takes it away. */
public final class BlueGreenPromoteStep extends ReleaseStep {
    private boolean discard;

    @DataBoundConstructor
    public BlueGreenPromoteStep() {}

    @Override
    protected Operation operation() {
        return discard ? Operation.DISCARD : Operation.PROMOTE;
    }

    @Override
    protected String label() {
        String app = getApp();
        if (app == null) {
            return null;
        }
        return discard ? Messages.BlueGreenPromoteStep_discards(app) : Messages.BlueGreenPromoteStep_label(app);
    }

    /** Pods that are ready are switched to at once: they were stable when they were held. */
    @Override
    protected ReleaseSpec.Builder spec(
            String wantedNamespace, String holder, Run<?, ?> run, UnaryOperator<String> fill) {
        ReleaseSpec.Builder spec = super.spec(wantedNamespace, holder, run, fill);
        return getStabilize() == null ? spec.stabilizeSeconds(0) : spec;
    }

    @Override
    protected String getManifests() {
        return null;
    }

    @Override
    protected List<ManifestSource> manifestTexts() {
        return List.of();
    }

    /** Whether what is held is taken away instead. */
    public boolean isDiscard() {
        return discard;
    }

    @DataBoundSetter
    public void setDiscard(boolean instead) {
        discard = instead;
    }

    @Extension
    public static final class DescriptorImpl extends ReleaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "blueGreenPromote";
        }

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenPromoteStep_displayName();
        }
    }
}
