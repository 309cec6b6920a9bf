package io.jenkins.plugins.bluegreen.jenkins.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Clusters;
import io.jenkins.plugins.bluegreen.jenkins.discord.DiscordBlock;
import io.jenkins.plugins.bluegreen.jenkins.release.BuildConsole;
import io.jenkins.plugins.bluegreen.jenkins.release.ManifestFiles;
import io.jenkins.plugins.bluegreen.jenkins.release.OpenRelease;
import io.jenkins.plugins.bluegreen.jenkins.release.OwnMessage;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseFile;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseIdentity;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseRequest;
import io.jenkins.plugins.bluegreen.jenkins.release.Releases;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A release of a Pipeline build. It moves on the threads of {@link Releases}; Pipeline's own thread only hands over. What
 * a restart must not lose is in the {@link ReleaseFile}; Pipeline saves a few names, and how the block stands.
 */
final class ReleaseExecution extends StepExecution implements PooledDriver.Owner {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(ReleaseExecution.class.getName());

    private final String cluster;
    private final String notify;

    private BodyExecution body;
    private boolean bodyEnded;
    private String bodyFailure;
    private Throwable interruption;

    /** What is asked for; null after a restart, when it is in the state. */
    private transient ReleaseRequest request;

    private transient OpenRelease release;
    private transient boolean completed;

    ReleaseExecution(StepContext context, ReleaseRequest request) {
        super(context);
        this.request = request;
        cluster = request.getCluster();
        notify = request.getNotify();
    }

    // ------------------------------------------------------------ on Pipeline's thread

    @Override
    public boolean start() {
        Releases.get().later(() -> prepare(this::begin));
        return false;
    }

    @Override
    public void onResume() {
        Releases.get().later(() -> prepare(this::goOn));
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
            running = bodyEnded ? null : body;
        }
        if (running != null) {
            running.cancel(cause);
        }
    }

    @Override
    public synchronized String getStatus() {
        return release == null ? Messages.ReleaseExecution_preparing() : release.status();
    }

    private synchronized void ended(Throwable failure) {
        bodyEnded = true;
        if (failure instanceof FlowInterruptedException) {
            interruption = failure;
        } else if (failure != null) {
            bodyFailure = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        }
        tellOfBody();
    }

    private synchronized void tellOfBody() {
        if (release != null) {
            release.bodyEnded(bodyFailure == null ? null : Sentence.verbatim(bodyFailure));
            if (interruption != null) {
                release.abort();
            }
        }
    }

    // ------------------------------------------------------------ on threads of ours

    @FunctionalInterface
    private interface Beginning {
        void run() throws IOException, InterruptedException;
    }

    private void prepare(Beginning beginning) {
        try {
            beginning.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            complete(null, e);
        } catch (ReleaseException e) {
            complete(null, new AbortException(e.getMessage()));
        } catch (Throwable e) {
            // an Error too, as of a plugin that does not fit: nobody else would end the step
            complete(null, e);
        }
    }

    private void begin() throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        OwnMessage.check(notify);
        String namespace = Clusters.namespace(Clusters.named(cluster), request.getNamespace(), run);
        ReleaseSpec.Builder spec = request.spec(namespace, ReleaseIdentity.holder(run, id()))
                .buildNumber(String.valueOf(run.getNumber()))
                .buildUrl(ReleaseIdentity.url(run))
                .body(getContext().hasBody());
        if (request.operation() == Operation.RELEASE) {
            for (ManifestSource manifest : ManifestFiles.read(getContext().get(FilePath.class), request.getManifests())) {
                spec.manifest(manifest.name(), manifest.text());
            }
        }
        ReleaseState state = request.operation() == Operation.RELEASE
                ? ReleaseState.release(spec.build())
                : ReleaseState.rollBack(spec.build());
        file(run).save(state, null);
        open(run, state, null, false);
    }

    private void goOn() throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        ReleaseFile.Content kept = file(run).load();
        if (kept == null) {
            throw new AbortException(Messages.ReleaseExecution_notBegun());
        }
        getContext().get(TaskListener.class).getLogger().println(Messages.ReleaseExecution_resumed(kept.state.phase()));
        open(run, kept.state, kept.message, kept.state.isBodyRunning() && isBodyLost());
    }

    private synchronized boolean isBodyLost() {
        return body == null && !bodyEnded;
    }

    private void open(Run<?, ?> run, ReleaseState state, SentMessage posted, boolean bodyLost)
            throws IOException, InterruptedException {
        TaskListener listener = getContext().get(TaskListener.class);
        ClusterEntry entry = Clusters.named(cluster);
        FabricGateway gateway = Clusters.connect(entry, run).gateway(state.spec().namespace());
        List<ReleaseEvents> listeners = new ArrayList<>(List.of(BuildConsole.of(listener)));
        DiscordBlock block = getContext().get(DiscordBlock.class);
        if (block != null) {
            listeners.add(block.listener(id()));
        }
        OwnMessage message = OwnMessage.open(notify, run, listener, posted);
        OpenRelease opened = new OpenRelease(state, gateway, file(run), listeners, message);
        synchronized (this) {
            release = opened;
            opened.begin(Releases.get().driver(entry.getName()), this, bodyLost);
            if (interruption != null) {
                opened.abort();
            }
            if (bodyEnded) {
                tellOfBody();
            }
        }
    }

    @Override
    public void runBody(ReleaseState state) {
        try {
            EnvironmentExpander environment = EnvironmentExpander.merge(
                    getContext().get(EnvironmentExpander.class), EnvironmentExpander.constant(environment(state)));
            BodyInvoker invoker = getContext().newBodyInvoker().withContext(environment).withCallback(new BodyEnd(this));
            BodyExecution begun = invoker.start();
            synchronized (this) {
                body = begun;
            }
            getContext().saveState();
        } catch (IOException e) {
            ended(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended(e);
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
    public void finished(ReleaseState state, ReleaseResult result) {
        letGo();
        try {
            if (result.outcome() != Outcome.PROMOTED && result.outcome() != Outcome.UNCHANGED) {
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

    /** Closes what it had open; no trouble with that changes how the release ended. */
    private void letGo() {
        OpenRelease over;
        synchronized (this) {
            over = release;
        }
        try {
            over.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "What a release had open can't be closed", e);
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
    public void broke(ReleaseState state, Throwable problem) {
        LOGGER.log(Level.SEVERE, "A release broke in " + state.phase(), problem);
        if (!Releases.get().areOver()) {
            try {
                letGo();
            } finally {
                complete(null, problem);
            }
        }
    }

    /** Tells Pipeline once, whatever comes later. */
    private void complete(Map<String, String> value, Throwable failure) {
        synchronized (this) {
            if (completed) {
                return;
            }
            completed = true;
        }
        if (failure == null) {
            getContext().onSuccess(value);
        } else {
            getContext().onFailure(failure);
        }
    }

    private ReleaseFile file(Run<?, ?> run) throws IOException, InterruptedException {
        return new ReleaseFile(run.getRootDir(), id());
    }

    /** The step's own name in its build. */
    private String id() throws IOException, InterruptedException {
        return getContext().get(FlowNode.class).getId();
    }

    /** The block's end, saved with it. */
    private static final class BodyEnd extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        private final ReleaseExecution execution;

        BodyEnd(ReleaseExecution execution) {
            this.execution = execution;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            execution.ended(null);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            execution.ended(failure);
        }
    }
}
