package io.jenkins.plugins.bluegreen.jenkins.promote;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.steps.ReleaseStepDescriptor;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The Pipeline step {@code blueGreenStatus}: what is live of an application, as a map. */
public final class BlueGreenStatusStep extends Step {
    private String cluster;
    private String namespace;
    private String app;
    private String service;
    private String colorLabel;

    @DataBoundConstructor
    public BlueGreenStatusStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return new StatusExecution(context, this);
    }

    /** Name of a configured cluster; null: the only one. */
    public String getCluster() {
        return cluster;
    }

    @DataBoundSetter
    public void setCluster(String name) {
        cluster = Util.fixEmptyAndTrim(name);
    }

    /** The namespace; null: the cluster's default one. */
    public String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(String name) {
        namespace = Util.fixEmptyAndTrim(name);
    }

    /** The application's name; null: the Service's. */
    public String getApp() {
        return app;
    }

    @DataBoundSetter
    public void setApp(String name) {
        app = Util.fixEmptyAndTrim(name);
    }

    /** The active Service; null: it has the application's name. */
    public String getService() {
        return service;
    }

    @DataBoundSetter
    public void setService(String name) {
        service = Util.fixEmptyAndTrim(name);
    }

    /** The label that distinguishes the colours; null: {@code color}. */
    public String getColorLabel() {
        return colorLabel;
    }

    @DataBoundSetter
    public void setColorLabel(String label) {
        colorLabel = Util.fixEmptyAndTrim(label);
    }

    @Extension
    public static final class DescriptorImpl extends ReleaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "blueGreenStatus";
        }

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenStatusStep_displayName();
        }
    }
}
