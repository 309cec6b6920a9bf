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
import io.jenkins.plugins.bluegreen.jenkins.form.HelmOption;
import io.jenkins.plugins.bluegreen.jenkins.form.NamedValue;
import io.jenkins.plugins.bluegreen.jenkins.release.BuildAgent;
import io.jenkins.plugins.bluegreen.jenkins.release.FreestyleRelease;
import io.jenkins.plugins.bluegreen.jenkins.secrets.BoundFiles;
import io.jenkins.plugins.bluegreen.jenkins.secrets.BoundSecrets;
import io.jenkins.plugins.bluegreen.jenkins.secrets.StepSecrets;
import java.io.IOException;
import java.util.List;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build step of a freestyle job: releases with the Pipeline step's parameters, without a block. */
public final class BlueGreenDeployBuilder extends ReleaseParameters implements SimpleBuildStep {
    @DataBoundConstructor
    public BlueGreenDeployBuilder() {
        this(new BlueGreenDeployStep());
    }

    public BlueGreenDeployBuilder(BlueGreenDeployStep deploy) {
        super(deploy);
    }

    /** The form's way, and that of scripts which still nest the parameters. */
    @Deprecated
    @DataBoundSetter
    public void setDeploy(BlueGreenDeployStep all) {
        deploy = all;
    }

    /** A job that was saved before there was the parameter, or written by a program, has null in its place. */
    private Object readResolve() {
        deploy.setManifestTexts(deploy.getManifestTexts());
        deploy.setImages(deploy.getImages());
        deploy.setVariables(deploy.getVariables());
        return this;
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
            BoundSecrets secrets = BoundFiles.begin(workspace, StepSecrets.of(run, env))
                    .await(listener.getLogger()::println);
            result = new FreestyleRelease(run, listener)
                    .run(deploy.request(env::expand), new BuildAgent(workspace, launcher, env, listener, secrets));
        } catch (ReleaseException e) {
            throw new AbortException(e.getMessage());
        }
        if (!result.outcome().isSuccess()) {
            throw new AbortException(result.message().toString());
        }
    }

    public String getManifests() {
        return deploy.getManifests();
    }

    @DataBoundSetter
    public void setManifests(String value) {
        deploy.setManifests(value);
    }

    public String getManifestText() {
        return deploy.getManifestText();
    }

    @DataBoundSetter
    public void setManifestText(String value) {
        deploy.setManifestText(value);
    }

    public List<NamedValue> getManifestTexts() {
        return deploy.getManifestTexts();
    }

    @DataBoundSetter
    public void setManifestTexts(List<NamedValue> value) {
        deploy.setManifestTexts(value);
    }

    public HelmOption getHelm() {
        return deploy.getHelm();
    }

    @DataBoundSetter
    public void setHelm(HelmOption value) {
        deploy.setHelm(value);
    }

    public String getKustomize() {
        return deploy.getKustomize();
    }

    @DataBoundSetter
    public void setKustomize(String value) {
        deploy.setKustomize(value);
    }

    public String getPlaceholders() {
        return deploy.getPlaceholders();
    }

    @DataBoundSetter
    public void setPlaceholders(String value) {
        deploy.setPlaceholders(value);
    }

    public String getWorkload() {
        return deploy.getWorkload();
    }

    @DataBoundSetter
    public void setWorkload(String value) {
        deploy.setWorkload(value);
    }

    public boolean isRedeploy() {
        return deploy.isRedeploy();
    }

    @DataBoundSetter
    public void setRedeploy(boolean value) {
        deploy.setRedeploy(value);
    }

    public boolean isHold() {
        return deploy.isHold();
    }

    @DataBoundSetter
    public void setHold(boolean value) {
        deploy.setHold(value);
    }

    public String getImage() {
        return deploy.getImage();
    }

    @DataBoundSetter
    public void setImage(String value) {
        deploy.setImage(value);
    }

    public List<NamedValue> getImages() {
        return deploy.getImages();
    }

    @DataBoundSetter
    public void setImages(List<NamedValue> value) {
        deploy.setImages(value);
    }

    public List<NamedValue> getVariables() {
        return deploy.getVariables();
    }

    @DataBoundSetter
    public void setVariables(List<NamedValue> value) {
        deploy.setVariables(value);
    }

    public String getOnFailure() {
        return deploy.getOnFailure();
    }

    @DataBoundSetter
    public void setOnFailure(String value) {
        deploy.setOnFailure(value);
    }

    public boolean isAdopt() {
        return deploy.isAdopt();
    }

    @DataBoundSetter
    public void setAdopt(boolean value) {
        deploy.setAdopt(value);
    }

    public boolean isPreview() {
        return deploy.isPreview();
    }

    @DataBoundSetter
    public void setPreview(boolean value) {
        deploy.setPreview(value);
    }

    public boolean isForceConflicts() {
        return deploy.isForceConflicts();
    }

    @DataBoundSetter
    public void setForceConflicts(boolean value) {
        deploy.setForceConflicts(value);
    }

    public String getAllowedKinds() {
        return deploy.getAllowedKinds();
    }

    @DataBoundSetter
    public void setAllowedKinds(String value) {
        deploy.setAllowedKinds(value);
    }

    /** Its symbol is the Pipeline step's name, so that Pipelines have no second way to release. */
    @Extension
    @Symbol("blueGreenDeploy")
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
