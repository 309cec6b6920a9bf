package io.jenkins.plugins.bluegreen.jenkins.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.discord.DiscordBlock;
import io.jenkins.plugins.bluegreen.jenkins.discord.StepCompletion;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseFile;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseFollower;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseIdentity;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseRequest;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseThreads;
import io.jenkins.plugins.bluegreen.jenkins.release.RunningRelease;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Pipeline's side of a release: starts it, runs its block, follows it and completes the step. The release itself is a
 * {@link RunningRelease}, on threads of its own, and its state is in the {@link ReleaseFile}. Pipeline saves the names
 * of the cluster and the webhook, and the state of the block.
 */
final class ReleaseExecution extends StepExecution implements ReleaseFollower {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(ReleaseExecution.class.getName());

    private final String cluster;
    private final String webhook;

    private final ReleaseBlock block = new ReleaseBlock(this);
    private Throwable interruption;

    /** Null after a restart: the state in the file holds everything that was requested. */
    private transient ReleaseRequest request;

    private transient RunningRelease release;
    private final StepCompletion completion = new StepCompletion();

    ReleaseExecution(StepContext context, ReleaseRequest request) {
        super(context);
        this.request = request;
        cluster = request.cluster();
        webhook = request.webhook();
    }

    // ------------------------------------------------------------ on Pipeline's thread

    @Override
    public boolean start() {
        ReleaseThreads.get().prepare(() -> orFail(this::begin));
        return false;
    }

    @Override
    public void onResume() {
        ReleaseThreads.get().prepare(() -> orFail(this::resume));
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        BodyExecution running;
        synchronized (this) {
            if (interruption == null) {
                interruption = cause;
            }
            if (release != null) {
                release.abort();
            }
            running = block.running();
        }
        if (running != null) {
            running.cancel(cause);
        }
    }

    @Override
    public synchronized String getStatus() {
        return release == null ? Messages.ReleaseExecution_preparing() : release.status();
    }

    /** @param interrupted why the block was interrupted; null if it was not */
    synchronized void blockEnded(Throwable interrupted) {
        if (interrupted != null) {
            interruption = interrupted;
        }
        reportBlock();
    }

    private void reportBlock() {
        if (release != null) {
            release.bodyEnded(block.failure());
            if (interruption != null) {
                release.abort();
            }
        }
    }

    // ------------------------------------------------------------ on a thread that prepares releases

    @FunctionalInterface
    private interface Preparation {
        void run() throws IOException, InterruptedException;
    }

    private void orFail(Preparation preparation) {
        try {
            preparation.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            complete(null, e);
        } catch (ReleaseException e) {
            complete(null, new AbortException(e.getMessage()));
        } catch (Throwable e) {
            // an Error too, as of an incompatible plugin: the step must end
            complete(null, e);
        }
    }

    private void begin() throws IOException, InterruptedException {
        // what reads no file may run where no agent is
        FilePath workspace = request.readsFiles() ? getContext().get(FilePath.class) : null;
        ReleaseIdentity identity = identity();
        ReleaseState state = request.prepare(identity, getContext().hasBody(), workspace, StepSecrets.of(getContext()));
        open(identity, identity.file().create(state), false);
    }

    private void resume() throws IOException, InterruptedException {
        ReleaseIdentity identity = identity();
        ReleaseFile.Content saved = identity.file().load();
        if (saved == null) {
            throw new AbortException(Messages.ReleaseExecution_notBegun());
        }
        TaskListener log = getContext().get(TaskListener.class);
        log.getLogger().println(Messages.ReleaseExecution_resumed(saved.state.phase()));
        open(identity, saved, saved.state.isBodyRunning() && isBlockLost());
    }

    private synchronized boolean isBlockLost() {
        return block.isLost();
    }

    private void open(ReleaseIdentity identity, ReleaseFile.Content saved, boolean blockLost)
            throws IOException, InterruptedException {
        DiscordBlock message = getContext().get(DiscordBlock.class);
        List<ReleaseEvents> listeners = message == null ? List.of() : List.of(message.listener(identity.id()));
        RunningRelease opened = RunningRelease.open(
                identity, saved, cluster, webhook, getContext().get(TaskListener.class), listeners);
        synchronized (this) {
            release = opened;
            opened.begin(this, blockLost);
            if (interruption != null) {
                opened.abort();
            }
            if (block.isEnded()) {
                reportBlock();
            }
        }
    }

    private ReleaseIdentity identity() throws IOException, InterruptedException {
        return new ReleaseIdentity(
                getContext().get(Run.class), getContext().get(FlowNode.class).getId());
    }

    // ------------------------------------------------------------ on a thread of the release

    @Override
    public void runBody(ReleaseState state) {
        block.start(getContext(), state);
    }

    @Override
    public void finished(ReleaseResult result) {
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
            case PROMOTED, UNCHANGED -> complete(new LinkedHashMap<>(result.toMap()), null);
            case ABORTED -> complete(null, interruption());
            default -> complete(null, new AbortException(result.message().toString()));
        }
    }

    private void warn(ReleaseResult result) throws IOException, InterruptedException {
        FlowNode node = getContext().get(FlowNode.class);
        if (node != null) {
            Result severity = result.outcome() == Outcome.ABORTED ? Result.ABORTED : Result.FAILURE;
            String line = result.message().toString().lines().findFirst().orElse("");
            node.addOrReplaceAction(new WarningAction(severity).withMessage(line));
        }
    }

    private synchronized Throwable interruption() {
        return interruption != null ? interruption : new FlowInterruptedException(Result.ABORTED, true);
    }

    @Override
    public void broke(Throwable problem) {
        complete(null, problem);
    }

    /** Completes the step; only the first call counts. */
    private void complete(Map<String, String> value, Throwable failure) {
        if (!completion.isFirst()) {
            return;
        }
        if (failure == null) {
            getContext().onSuccess(value);
        } else {
            getContext().onFailure(failure);
        }
    }
}
