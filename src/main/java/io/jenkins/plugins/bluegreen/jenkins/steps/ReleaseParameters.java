package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.tasks.Builder;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The parameters of a {@link ReleaseStep} as those of a build step, so that Job DSL and other callers by name set them
 * without a step inside of the step. What they mean is told there.
 */
public abstract class ReleaseParameters extends Builder {
    /** Under this name in the jobs' configurations, whatever sets it. */
    BlueGreenDeployStep deploy;

    ReleaseParameters(BlueGreenDeployStep deploy) {
        this.deploy = deploy;
    }

    /** All parameters. Texts may hold the build's variables, as <code>${BUILD_NUMBER}</code>. */
    public final BlueGreenDeployStep getDeploy() {
        return deploy;
    }

    public String getCluster() {
        return deploy.getCluster();
    }

    @DataBoundSetter
    public void setCluster(String value) {
        deploy.setCluster(value);
    }

    public String getNamespace() {
        return deploy.getNamespace();
    }

    @DataBoundSetter
    public void setNamespace(String value) {
        deploy.setNamespace(value);
    }

    public String getApp() {
        return deploy.getApp();
    }

    @DataBoundSetter
    public void setApp(String value) {
        deploy.setApp(value);
    }

    public String getService() {
        return deploy.getService();
    }

    @DataBoundSetter
    public void setService(String value) {
        deploy.setService(value);
    }

    public String getColorLabel() {
        return deploy.getColorLabel();
    }

    @DataBoundSetter
    public void setColorLabel(String value) {
        deploy.setColorLabel(value);
    }

    public HealthOption getHealth() {
        return deploy.getHealth();
    }

    @DataBoundSetter
    public void setHealth(HealthOption value) {
        deploy.setHealth(value);
    }

    public MonitorOption getMonitor() {
        return deploy.getMonitor();
    }

    @DataBoundSetter
    public void setMonitor(MonitorOption value) {
        deploy.setMonitor(value);
    }

    public DrainOption getDrain() {
        return deploy.getDrain();
    }

    @DataBoundSetter
    public void setDrain(DrainOption value) {
        deploy.setDrain(value);
    }

    public Integer getStabilize() {
        return deploy.getStabilize();
    }

    @DataBoundSetter
    public void setStabilize(Integer value) {
        deploy.setStabilize(value);
    }

    public Integer getTimeout() {
        return deploy.getTimeout();
    }

    @DataBoundSetter
    public void setTimeout(Integer value) {
        deploy.setTimeout(value);
    }

    public Integer getLockTimeout() {
        return deploy.getLockTimeout();
    }

    @DataBoundSetter
    public void setLockTimeout(Integer value) {
        deploy.setLockTimeout(value);
    }

    public Integer getRollbackTimeout() {
        return deploy.getRollbackTimeout();
    }

    @DataBoundSetter
    public void setRollbackTimeout(Integer value) {
        deploy.setRollbackTimeout(value);
    }

    public Integer getScaleDownDelay() {
        return deploy.getScaleDownDelay();
    }

    @DataBoundSetter
    public void setScaleDownDelay(Integer value) {
        deploy.setScaleDownDelay(value);
    }

    public String getKeepPrevious() {
        return deploy.getKeepPrevious();
    }

    @DataBoundSetter
    public void setKeepPrevious(String value) {
        deploy.setKeepPrevious(value);
    }

    public boolean isDryRun() {
        return deploy.isDryRun();
    }

    @DataBoundSetter
    public void setDryRun(boolean value) {
        deploy.setDryRun(value);
    }

    public String getNotify() {
        return deploy.getNotify();
    }

    @DataBoundSetter
    public void setNotify(String value) {
        deploy.setNotify(value);
    }

    public String getNotifyThread() {
        return deploy.getNotifyThread();
    }

    @DataBoundSetter
    public void setNotifyThread(String value) {
        deploy.setNotifyThread(value);
    }
}
