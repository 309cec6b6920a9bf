package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.DataBoundConstructor;

/** The Pipeline step {@code blueGreenRollback}: brings an application's traffic back to the previous colour. */
public final class BlueGreenRollbackStep extends ReleaseStep {
    @DataBoundConstructor
    public BlueGreenRollbackStep() {}

    @Override
    protected Operation operation() {
        return Operation.ROLL_BACK;
    }

    @Override
    protected String label() {
        return getApp() == null ? null : Messages.BlueGreenRollbackStep_label(getApp());
    }

    /** Pods that still run are switched to at once: they were ready under traffic before. */
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

    @Extension
    public static final class DescriptorImpl extends ReleaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "blueGreenRollback";
        }

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenRollbackStep_displayName();
        }
    }
}
