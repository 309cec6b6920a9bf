package io.jenkins.plugins.bluegreen.jenkins.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.discord.DiscordBlock;
import io.jenkins.plugins.bluegreen.jenkins.release.BuildAgent;
import io.jenkins.plugins.bluegreen.jenkins.release.ControllerReleases;
import io.jenkins.plugins.bluegreen.jenkins.release.Interruption;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseIdentity;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseRequest;
import io.jenkins.plugins.bluegreen.jenkins.secrets.BoundSecrets;
import io.jenkins.plugins.bluegreen.jenkins.secrets.StepSecrets;
import io.jenkins.plugins.bluegreen.jenkins.service.BuildConsole;
import io.jenkins.plugins.bluegreen.jenkins.service.ReleaseFollower;
import io.jenkins.plugins.bluegreen.jenkins.service.Releases;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Pipeline's side of a release: hands it over to {@link Releases}, runs its block, prints its log and completes the
 * step. Pipeline saves the release's id and the state of the block.
 */
final class ReleaseExecution extends StepExecution implements ReleaseFollower {
    private static final long serialVersionUID = 1L;

    private final String id = UUID.randomUUID().toString();
    private final ReleaseBlock block = new ReleaseBlock(this);
    private final StepEnd end;
    private Throwable interruption;
    /** Name of the agent on which the step runs; null: none. */
    private String agent;

    /** Null after a restart: what was requested is with the release. */
    private transient ReleaseRequest request;

    private transient volatile TaskListener log;
    private transient volatile DiscordBlock around;
    private transient volatile ReleaseEvents events;
    private transient ReleasePreparation preparation;
    /** From then on there is a release, which is brought back before the step ends. */
    private transient boolean begun;
    /** Whether the step follows the release. */
    private transient boolean following;

    ReleaseExecution(StepContext context, ReleaseRequest request) {
        super(context);
        this.request = request;
        end = new StepEnd(context);
    }

    // ------------------------------------------------------------ on Pipeline's thread

    @Override
    public boolean start() {
        preparation = new ReleasePreparation(this::fail);
        preparation.run(this::begin);
        return false;
    }

    @Override
    public void onResume() {
        begun = true;
        new ReleasePreparation(this::fail).run(this::resume);
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        BodyExecution running;
        boolean over;
        synchronized (this) {
            if (interruption == null) {
                interruption = cause;
            }
            running = block.running();
            over = !begun || following && endsEarly(cause, running != null);
            if (!begun) {
                // nothing is there yet: an agent that does not answer is not waited for
                preparation.cancel();
            }
        }
        if (running != null) {
            running.cancel(cause);
        }
        if (over) {
            end.with(cause);
        }
    }

    /** @return whether the step is over at once; not while its block runs, which fails then, and the release with it */
    private boolean endsEarly(Throwable cause, boolean blockRuns) {
        Interruption why = Interruption.of(cause, agent);
        if (!why.isLostAgent()) {
            ControllerReleases.get().abort(id, why.sentence());
            return false;
        }
        if (!blockRuns) {
            ControllerReleases.get().goOnAlone(id, why.sentence());
        }
        return !blockRuns;
    }

    @Override
    public synchronized String getStatus() {
        String status = following ? ControllerReleases.get().status(id) : null;
        return status == null ? Messages.ReleaseExecution_preparing() : status;
    }

    /** @param interrupted why the block was interrupted; null if it was not */
    synchronized void blockEnded(Throwable interrupted) {
        interruption = interrupted == null ? interruption : interrupted;
        reportBlock();
    }

    private void reportBlock() {
        if (following) {
            ControllerReleases.get().bodyEnded(id, block.failure());
            if (interruption != null) {
                endsEarly(interruption, true);
            }
        }
    }

    // ------------------------------------------------------------ on a thread that prepares releases

    private void fail(Throwable problem) {
        Throwable stopped;
        synchronized (this) {
            stopped = begun ? null : interruption;
        }
        Throwable failure = problem instanceof ReleaseException ? new AbortException(problem.getMessage()) : problem;
        end.with(stopped == null ? failure : stopped);
    }

    private void begin() throws IOException, InterruptedException {
        request.check(identity());
        BuildAgent where = BuildAgent.of(getContext(), StepSecrets.of(getContext()));
        agent = Interruption.agent(where.workspace());
        preparation.read(request, identity(), where, this::open);
    }

    private void open(List<ManifestSource> manifests, BoundSecrets secrets) throws IOException, InterruptedException {
        ReleaseIdentity identity = identity();
        ReleaseState state = request.prepare(identity, getContext().hasBody(), manifests, secrets);
        listen();
        ReleaseFacts facts = request.facts(identity, around == null ? null : around.webhook(identity.run()), agent);
        synchronized (this) {
            if (interruption != null) {
                return;
            }
            begun = true;
        }
        ControllerReleases.start(identity.run(), facts, state, this);
        follow();
    }

    private void resume() throws IOException, InterruptedException {
        listen();
        if (!ControllerReleases.get().attach(id, this)) {
            throw new AbortException(Messages.ReleaseExecution_notBegun());
        }
        follow();
    }

    private void listen() throws IOException, InterruptedException {
        log = getContext().get(TaskListener.class);
        around = getContext().get(DiscordBlock.class);
        events = around == null ? null : around.listener(getContext().get(FlowNode.class).getId());
    }

    private void follow() {
        boolean over = false;
        synchronized (this) {
            following = true;
            if (interruption != null) {
                over = endsEarly(interruption, block.running() != null);
            }
            if (block.isEnded()) {
                reportBlock();
            }
        }
        if (over) {
            end.with(interruption);
        }
    }

    private ReleaseIdentity identity() throws IOException, InterruptedException {
        return new ReleaseIdentity(getContext().get(Run.class), id);
    }

    // ------------------------------------------------------------ on a thread of the release

    @Override
    public void told(String line) {
        BuildConsole.print(log, line);
    }

    @Override
    public ReleaseEvents events() {
        return events;
    }

    @Override
    public SentMessage message() {
        return around == null ? null : around.posted();
    }

    @Override
    public String messageAddress() {
        return around == null ? null : around.address();
    }

    @Override
    public synchronized boolean isBlockLost() {
        return block.isLost();
    }

    @Override
    public void runBody(ReleaseState state) {
        block.start(getContext(), state);
    }

    @Override
    public void finished(ReleaseResult result) {
        Throwable why;
        synchronized (this) {
            why = interruption;
        }
        end.with(result, why);
    }

    @Override
    public void broke(Throwable problem) {
        end.with(problem);
    }
}
