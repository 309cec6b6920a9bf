package io.jenkins.plugins.bluegreen.jenkins.steps;

import hudson.AbortException;
import hudson.model.Result;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.jenkins.discord.StepCompletion;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Ends the step of a release, once. */
final class StepEnd implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(StepEnd.class.getName());

    private final StepContext context;
    private final StepCompletion completion = new StepCompletion();

    StepEnd(StepContext context) {
        this.context = context;
    }

    /**
     * The release is over.
     *
     * @param interruption why the step was interrupted; null if it was not
     */
    void with(ReleaseResult result, Throwable interruption) {
        try {
            if (!result.outcome().isSuccess()) {
                warn(result);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The step of a release that is over can't be marked", e);
        }
        switch (result.outcome()) {
            case PROMOTED, UNCHANGED, HELD -> complete(new LinkedHashMap<>(result.toMap()), null);
            case ABORTED ->
                complete(
                        null,
                        interruption != null ? interruption : new FlowInterruptedException(Result.ABORTED, true));
            default -> complete(null, new AbortException(result.message().toString()));
        }
    }

    private void warn(ReleaseResult result) throws IOException, InterruptedException {
        FlowNode node = context.get(FlowNode.class);
        if (node != null) {
            Result severity = result.outcome() == Outcome.ABORTED ? Result.ABORTED : Result.FAILURE;
            String line = result.message().toString().lines().findFirst().orElse("");
            node.addOrReplaceAction(new WarningAction(severity).withMessage(line));
        }
    }

    /** The step fails. */
    void with(Throwable failure) {
        complete(null, failure);
    }

    private void complete(Map<String, String> value, Throwable failure) {
        if (!completion.isFirst()) {
            return;
        }
        if (failure == null) {
            context.onSuccess(value);
        } else {
            context.onFailure(failure);
        }
    }
}
