package io.jenkins.plugins.bluegreen.jenkins.steps;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.release.Interruption;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The block of a release, which runs before the switch. Saved with its step, whose monitor guards it. */
final class ReleaseBlock extends BodyExecutionCallback {
    private static final long serialVersionUID = 1L;

    private final ReleaseExecution step;
    private BodyExecution body;
    private boolean ended;
    private String failure;

    ReleaseBlock(ReleaseExecution step) {
        this.step = step;
    }

    /** Starts the block, with the release's variables in its environment. */
    void start(StepContext context, ReleaseState state) {
        try {
            EnvironmentExpander environment = EnvironmentExpander.merge(
                    context.get(EnvironmentExpander.class), EnvironmentExpander.constant(environment(state)));
            BodyExecution started = context.newBodyInvoker()
                    .withContext(environment)
                    .withCallback(this)
                    .start();
            synchronized (step) {
                body = started;
            }
            context.saveState();
        } catch (IOException e) {
            end(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(e);
        }
    }

    private static Map<String, String> environment(ReleaseState state) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PREVIEW_SERVICE", state.previewService());
        if (state.previewUrl() != null) {
            environment.put("PREVIEW_URL", state.previewUrl());
        }
        environment.put("BLUE_GREEN_COLOR", label(state.candidate()));
        environment.put("BLUE_GREEN_PREVIOUS_COLOR", label(state.live()));
        environment.put("BLUE_GREEN_IMAGE", state.image() == null ? "" : state.image());
        environment.put("BLUE_GREEN_NAMESPACE", state.spec().namespace());
        return environment;
    }

    private static String label(Color color) {
        return color == null ? "" : color.label();
    }

    @Override
    public void onSuccess(StepContext context, Object result) {
        end(null);
    }

    @Override
    public void onFailure(StepContext context, Throwable problem) {
        end(problem);
    }

    private void end(Throwable problem) {
        synchronized (step) {
            ended = true;
            boolean interrupted = problem instanceof FlowInterruptedException;
            if (interrupted && Interruption.of(problem, null).isLostAgent()) {
                // the release itself needs no agent, but its block did
                interrupted = false;
                failure = Sentence.of("block.lostAgent").toString();
            } else if (problem != null && !interrupted) {
                failure = problem.getMessage() == null ? problem.toString() : problem.getMessage();
            }
            step.blockEnded(interrupted ? problem : null);
        }
    }

    /** The block while it runs, else null. */
    BodyExecution running() {
        return ended ? null : body;
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether the block did not start before a restart, so that it has to be started again. */
    boolean isLost() {
        return body == null && !ended;
    }

    /** Why the block failed; null if it succeeded or was interrupted. */
    Sentence failure() {
        return failure == null ? null : Sentence.verbatim(failure);
    }
}
