package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.model.Run;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.OnFailure;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.Keyword;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Translates the parameters that a release and a rollback share to a specification. */
final class SharedParameters {
    private SharedParameters() {}

    static ReleaseSpec.Builder spec(
            ReleaseStep step, String namespace, String holder, Run<?, ?> run, UnaryOperator<String> fill) {
        ReleaseSpec.Builder spec = ReleaseSpec.in(namespace, holder)
                .application(fill.apply(step.getApp()))
                .service(fill.apply(step.getService()))
                .timeoutSeconds(timeout(step))
                .keepPrevious(keepPrevious(step.getKeepPrevious()))
                .dryRun(step.isDryRun());
        ifSet(step.getColorLabel(), spec::colorLabel);
        if (step.getHealth() != null) {
            spec.health(step.getHealth().toSpec());
        }
        if (step.getMonitor() != null) {
            spec.monitor(step.getMonitor().toSpec(fill, run));
        }
        if (step.getDrain() != null) {
            spec.drain(step.getDrain().toSpec());
        }
        ifSet(step.getStabilize(), spec::stabilizeSeconds);
        ifSet(step.getLockTimeout(), spec::lockTimeoutSeconds);
        ifSet(step.getRollbackTimeout(), spec::rollbackTimeoutSeconds);
        ifSet(step.getScaleDownDelay(), spec::scaleDownDelaySeconds);
        return spec;
    }

    private static <T> void ifSet(T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    private static int timeout(ReleaseStep step) {
        return step.getTimeout() != null ? step.getTimeout() : BlueGreenConfiguration.get().getDefaultTimeout();
    }

    static OnFailure onFailure(String word) {
        return switch (word) {
            case BlueGreenDeployStep.SCALE_DOWN -> OnFailure.SCALE_DOWN;
            case BlueGreenDeployStep.KEEP -> OnFailure.KEEP;
            default ->
                    throw Keyword.unknown("onFailure", word, BlueGreenDeployStep.SCALE_DOWN, BlueGreenDeployStep.KEEP);
        };
    }

    private static KeepPrevious keepPrevious(String word) {
        return switch (word) {
            case ReleaseStep.SCALE_TO_ZERO -> KeepPrevious.SCALE_TO_ZERO;
            case ReleaseStep.RUNNING -> KeepPrevious.RUNNING;
            case ReleaseStep.DELETE -> KeepPrevious.DELETE;
            default ->
                    throw Keyword.unknown(
                            "keepPrevious", word, ReleaseStep.SCALE_TO_ZERO, ReleaseStep.RUNNING, ReleaseStep.DELETE);
        };
    }
}
