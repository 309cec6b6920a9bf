package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.form.Keyword;
import io.jenkins.plugins.bluegreen.jenkins.release.NotifyTarget;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseRequest;
import io.jenkins.plugins.bluegreen.jenkins.secrets.StepSecrets;
import io.jenkins.plugins.bluegreen.kubernetes.charts.ChartSource;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The parameters that a release, a rollback and a promotion share. Times are in seconds. A number that is null, or a
 * text that is null or blank, stands for the default of {@link ReleaseSpec.Builder}.
 */
public abstract class ReleaseStep extends NotifyingStep {
    static final String SCALE_TO_ZERO = "scaleToZero";
    static final String RUNNING = "running";
    static final String DELETE = "delete";

    private String cluster;
    private String namespace;
    private String app;
    private String service;
    private String colorLabel;
    private HealthOption health;
    private MonitorOption monitor;
    private DrainOption drain;
    private Integer stabilize;
    private Integer timeout;
    private Integer lockTimeout;
    private Integer rollbackTimeout;
    private Integer scaleDownDelay;
    private String keepPrevious = SCALE_TO_ZERO;
    private boolean dryRun;

    @Override
    public StepExecution start(StepContext context) throws IOException, InterruptedException {
        String label = label(); // build views show a step with a label and a block as a stage
        if (label != null && !context.hasBody()) {
            context.get(FlowNode.class).addOrReplaceAction(new LabelAction(StepSecrets.of(context).masked(label)));
        }
        return new ReleaseExecution(context, request(UnaryOperator.identity()));
    }

    /** A label for views of the build's steps; null: only the step's name is shown. */
    protected abstract String label();

    protected abstract Operation operation();

    /** Ant patterns of the manifests in the workspace, separated by commas; null: none. */
    protected abstract String getManifests();

    /** Manifests that are passed as text, whose placeholders are the release's own. */
    protected abstract List<ManifestSource> manifestTexts();

    /** The chart or the overlay whose manifests are rendered; null: none. */
    ChartSource chart(UnaryOperator<String> fill) {
        return null;
    }

    /**
     * The request that these parameters make.
     *
     * @param fill replaces placeholders in a text; returns null for null
     */
    public final ReleaseRequest request(UnaryOperator<String> fill) {
        return new ReleaseRequest(
                operation(),
                fill.apply(cluster),
                fill.apply(namespace),
                fill.apply(getManifests()),
                manifestTexts(),
                () -> chart(fill),
                NotifyTarget.text(fill.apply(getNotify()), fill.apply(getNotifyThread())),
                (wantedNamespace, holder, run) -> spec(wantedNamespace, holder, run, fill));
    }

    /**
     * A builder with these parameters.
     *
     * @param holder of the application's Lease
     * @param run has the credentials of what is monitored
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values
     */
    protected ReleaseSpec.Builder spec(
            String wantedNamespace, String holder, Run<?, ?> run, UnaryOperator<String> fill) {
        return SharedParameters.spec(this, wantedNamespace, holder, run, fill);
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

    /** The application's name. */
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

    /** The health check of each Pod; null: none. */
    public HealthOption getHealth() {
        return health;
    }

    @DataBoundSetter
    public void setHealth(HealthOption option) {
        health = option instanceof NoHealth ? null : option;
    }

    /** The monitoring of the new colour after the switch; null: none. */
    public MonitorOption getMonitor() {
        return monitor;
    }

    @DataBoundSetter
    public void setMonitor(MonitorOption option) {
        monitor = option;
    }

    /** The request that makes old Pods close their connections; null: none. */
    public DrainOption getDrain() {
        return drain;
    }

    @DataBoundSetter
    public void setDrain(DrainOption option) {
        drain = option;
    }

    /** Time that every Pod must stay ready. */
    public Integer getStabilize() {
        return stabilize;
    }

    @DataBoundSetter
    public void setStabilize(Integer seconds) {
        stabilize = seconds;
    }

    /** Time limit from the first applied object until all Pods are ready and healthy; null: the configured default. */
    public Integer getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(Integer seconds) {
        timeout = seconds;
    }

    /** Time limit of the wait for another release of the application. */
    public Integer getLockTimeout() {
        return lockTimeout;
    }

    @DataBoundSetter
    public void setLockTimeout(Integer seconds) {
        lockTimeout = seconds;
    }

    /** Time limit of a rollback. */
    public Integer getRollbackTimeout() {
        return rollbackTimeout;
    }

    @DataBoundSetter
    public void setRollbackTimeout(Integer seconds) {
        rollbackTimeout = seconds;
    }

    /** Time between the switch and the end of the old Pods. */
    public Integer getScaleDownDelay() {
        return scaleDownDelay;
    }

    @DataBoundSetter
    public void setScaleDownDelay(Integer seconds) {
        scaleDownDelay = seconds;
    }

    /** What happens to the colour that had the traffic: {@code scaleToZero}, {@code running} or {@code delete}. */
    public String getKeepPrevious() {
        return keepPrevious;
    }

    @DataBoundSetter
    public void setKeepPrevious(String word) {
        keepPrevious = Keyword.or(SCALE_TO_ZERO, word);
    }

    /** Whether only the plan is shown. */
    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(boolean only) {
        dryRun = only;
    }
}
