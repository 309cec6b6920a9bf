package io.jenkins.plugins.bluegreen.jenkins.discord;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.jenkins.secrets.BoundFiles;
import io.jenkins.plugins.bluegreen.jenkins.secrets.BoundSecrets;
import io.jenkins.plugins.bluegreen.jenkins.secrets.StepSecrets;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * The execution of {@code withDiscordNotify}. The block starts at once, without waiting for Discord. Its end waits for
 * the last message, five seconds at most. After a restart the same message goes on.
 */
final class DiscordBlockExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(DiscordBlockExecution.class.getName());
    private static final int LAST_MESSAGE_SECONDS = 5;

    private final WithDiscordNotifyStep step;
    private DiscordBlock block;
    private String node;
    private BodyExecution body;
    private boolean bodyEnded;
    private Object value;
    private Throwable failure;

    private transient Executor inOrder;
    private transient StageTracker stages;
    private transient volatile Throwable trouble;
    private final StepCompletion completion = new StepCompletion();

    DiscordBlockExecution(StepContext context, WithDiscordNotifyStep step) {
        super(context);
        this.step = step;
    }

    // ------------------------------------------------------------ on the CPS thread

    @Override
    public boolean start() throws IOException, InterruptedException {
        node = getContext().get(FlowNode.class).getId();
        block = new DiscordBlock(step, System.currentTimeMillis());
        open(false);
        body = getContext().newBodyInvoker().withContext(block).withCallback(new BodyEnd(this)).start();
        return false;
    }

    @Override
    public void onResume() {
        try {
            open(true);
            if (bodyEnded) {
                finish();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            getContext().onFailure(e);
        } catch (Throwable e) {
            getContext().onFailure(e);
        }
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        if (!bodyEnded) {
            body.cancel(cause);
        } else if (completion.isFirst()) {
            getContext().onFailure(cause);
        }
    }

    private void open(boolean again) throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        TaskListener listener = getContext().get(TaskListener.class);
        inOrder = DiscordThreads.inOrder();
        stages = new StageTracker(getContext().get(FlowExecution.class), node, inOrder, block::showStages);
        stages.begin();
        if (again) {
            inOrder.execute(this::readStages);
        }
        inOrder.execute(() -> send(run, listener));
    }

    private void ended(Object result, Throwable problem) {
        bodyEnded = true;
        value = result;
        failure = problem;
        finish();
    }

    private void finish() {
        stages.end();
        CompletableFuture<Object> shown = new CompletableFuture<>();
        inOrder.execute(() -> {
            // the graph listener may not have received the last nodes yet
            readStages();
            try {
                block.end(failure).whenComplete((message, problem) -> {
                    if (problem == null) {
                        shown.complete(message);
                    } else {
                        shown.completeExceptionally(problem);
                    }
                });
            } catch (Throwable e) {
                shown.completeExceptionally(e);
            }
        });
        shown.orTimeout(LAST_MESSAGE_SECONDS, TimeUnit.SECONDS)
                .whenCompleteAsync(
                        (message, problem) -> complete(problem == null ? trouble : problem), DiscordThreads.get());
    }

    // ------------------------------------------------------------ on threads of DiscordThreads

    private void send(Run<?, ?> run, TaskListener listener) {
        try {
            BoundSecrets secrets = BoundFiles.begin(getContext().get(FilePath.class), StepSecrets.of(getContext()))
                    .await(listener.getLogger()::println);
            block.open(run, listener, secrets::masked, getContext()::saveState);
        } catch (Throwable e) {
            trouble = e;
            listener.getLogger().println(DeliveryErrors.message(e, LAST_MESSAGE_SECONDS));
        }
    }

    private void readStages() {
        try {
            stages.read();
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "The stages of a build could not be read", e);
        }
    }

    private void complete(Throwable problem) {
        if (!completion.isFirst()) {
            return;
        }
        if (failure != null) {
            getContext().onFailure(failure);
        } else if (problem != null && step.isFailOnError()) {
            getContext().onFailure(new AbortException(DeliveryErrors.message(problem, LAST_MESSAGE_SECONDS)));
        } else {
            getContext().onSuccess(value);
        }
    }

    /** The callback of the block's end; persisted. */
    private static final class BodyEnd extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        private final DiscordBlockExecution execution;

        BodyEnd(DiscordBlockExecution execution) {
            this.execution = execution;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            execution.ended(result, null);
        }

        @Override
        public void onFailure(StepContext context, Throwable problem) {
            execution.ended(null, problem);
        }
    }
}
