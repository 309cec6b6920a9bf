package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.Util;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseRequest;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What a release and a rollback have in common: all but what is applied. Times are seconds. A number that is null, or a
 * text that is null or blank, stands for the default, which {@link ReleaseSpec.Builder} knows.
 */
public abstract class ReleaseStep extends Step implements ReleaseRequest {
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
    private String notify;

    @Override
    public StepExecution start(StepContext context) throws IOException, InterruptedException {
        String label = label();
        // what has a label and a block is a stage to those who show builds
        if (label != null && !context.hasBody()) {
            context.get(FlowNode.class).addOrReplaceAction(new LabelAction(label));
        }
        return new ReleaseExecution(context, this);
    }

    /** What the step does, in a few words, where a build's steps are shown; null: only its name. */
    abstract String label();

    @Override
    public final ReleaseSpec.Builder spec(String wantedNamespace, String id) {
        return spec(wantedNamespace, id, UnaryOperator.identity());
    }

    /**
     * The same for texts with placeholders.
     *
     * @param fill fills placeholders in; is given null, and gives it back
     */
    ReleaseSpec.Builder spec(String wantedNamespace, String id, UnaryOperator<String> fill) {
        ReleaseSpec.Builder spec = ReleaseSpec.in(wantedNamespace, id)
                .application(fill.apply(app))
                .service(fill.apply(service))
                .timeoutSeconds(timeout != null ? timeout : BlueGreenConfiguration.get().getDefaultTimeout())
                .keepPrevious(keepPrevious())
                .dryRun(dryRun);
        if (colorLabel != null) {
            spec.colorLabel(colorLabel);
        }
        if (health != null) {
            spec.health(health.toSpec());
        }
        if (monitor != null) {
            spec.monitor(monitor.toSpec(fill));
        }
        if (drain != null) {
            spec.drain(drain.toSpec());
        }
        if (stabilize != null) {
            spec.stabilizeSeconds(stabilize);
        }
        if (lockTimeout != null) {
            spec.lockTimeoutSeconds(lockTimeout);
        }
        if (rollbackTimeout != null) {
            spec.rollbackTimeoutSeconds(rollbackTimeout);
        }
        if (scaleDownDelay != null) {
            spec.scaleDownDelaySeconds(scaleDownDelay);
        }
        return spec;
    }

    private KeepPrevious keepPrevious() {
        return switch (keepPrevious) {
            case SCALE_TO_ZERO -> KeepPrevious.SCALE_TO_ZERO;
            case RUNNING -> KeepPrevious.RUNNING;
            case DELETE -> KeepPrevious.DELETE;
            default -> throw Keyword.unknown("keepPrevious", keepPrevious, SCALE_TO_ZERO, RUNNING, DELETE);
        };
    }

    @Override
    public String getCluster() {
        return cluster;
    }

    @DataBoundSetter
    public void setCluster(String name) {
        cluster = Util.fixEmptyAndTrim(name);
    }

    @Override
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

    /** The active Service, where it is not called as the application is. */
    public String getService() {
        return service;
    }

    @DataBoundSetter
    public void setService(String name) {
        service = Util.fixEmptyAndTrim(name);
    }

    /** The label that tells the colours apart. */
    public String getColorLabel() {
        return colorLabel;
    }

    @DataBoundSetter
    public void setColorLabel(String label) {
        colorLabel = Util.fixEmptyAndTrim(label);
    }

    /** How Pods are asked for their health; null: they are not. */
    public HealthOption getHealth() {
        return health;
    }

    @DataBoundSetter
    public void setHealth(HealthOption option) {
        health = option instanceof NoHealth ? null : option;
    }

    /** How the colour is watched once it has the traffic; null: it is not. */
    public MonitorOption getMonitor() {
        return monitor;
    }

    @DataBoundSetter
    public void setMonitor(MonitorOption option) {
        monitor = option;
    }

    /** How old Pods let their connections go; null: they keep them until they end. */
    public DrainOption getDrain() {
        return drain;
    }

    @DataBoundSetter
    public void setDrain(DrainOption option) {
        drain = option;
    }

    /** How long every Pod must stay ready. */
    public Integer getStabilize() {
        return stabilize;
    }

    @DataBoundSetter
    public void setStabilize(Integer seconds) {
        stabilize = seconds;
    }

    /** From the first object applied until ready and healthy; null: as configured for this Jenkins. */
    public Integer getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(Integer seconds) {
        timeout = seconds;
    }

    /** How long to wait for another release of the application. */
    public Integer getLockTimeout() {
        return lockTimeout;
    }

    @DataBoundSetter
    public void setLockTimeout(Integer seconds) {
        lockTimeout = seconds;
    }

    /** How long a rollback may take. */
    public Integer getRollbackTimeout() {
        return rollbackTimeout;
    }

    @DataBoundSetter
    public void setRollbackTimeout(Integer seconds) {
        rollbackTimeout = seconds;
    }

    /** Between the switch and the end of the old Pods. */
    public Integer getScaleDownDelay() {
        return scaleDownDelay;
    }

    @DataBoundSetter
    public void setScaleDownDelay(Integer seconds) {
        scaleDownDelay = seconds;
    }

    /** What becomes of the colour that had the traffic: {@code scaleToZero}, {@code running} or {@code delete}. */
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

    @Override
    public String getNotify() {
        return notify;
    }

    @DataBoundSetter
    public void setNotify(String webhook) {
        notify = Util.fixEmptyAndTrim(webhook);
    }
}
