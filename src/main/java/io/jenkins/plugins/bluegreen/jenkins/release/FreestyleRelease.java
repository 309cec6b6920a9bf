package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.FilePath;
import hudson.model.Executor;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.secrets.BoundSecrets;
import io.jenkins.plugins.bluegreen.jenkins.service.BuildConsole;
import io.jenkins.plugins.bluegreen.jenkins.service.ReleaseFollower;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The side of a release that a build without a Pipeline sees: its thread waits for the end. */
public final class FreestyleRelease {
    private final Run<?, ?> run;
    private final TaskListener listener;

    public FreestyleRelease(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    /**
     * Runs a release to its end.
     *
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values
     * @throws InterruptedException if the build is aborted. The first time, what the release had begun is brought back
     *     before; the second time, meanwhile
     */
    public ReleaseResult run(ReleaseRequest request, BuildAgent agent) throws IOException, InterruptedException {
        FilePath workspace = agent.workspace();
        ReleaseIdentity identity = new ReleaseIdentity(run, UUID.randomUUID().toString());
        request.check(identity);
        List<ManifestSource> manifests =
                request.readsFiles() ? ManifestFiles.got(request.read(identity, agent)) : List.of();
        ReleaseState state = request.prepare(identity, false, manifests, agent.secrets());
        Waiting waiting = new Waiting();
        ControllerReleases.start(run, request.facts(identity, null, Interruption.agent(workspace)), state, waiting);
        try {
            return waiting.result();
        } catch (InterruptedException e) {
            if (ReleaseThreads.get().areStopped()) {
                // after the restart this build is over, and its release is aborted
                throw e;
            }
            return interrupted(identity.id(), workspace, waiting, e);
        }
    }

    private ReleaseResult interrupted(String id, FilePath workspace, Waiting waiting, InterruptedException interruption)
            throws IOException, InterruptedException {
        Interruption why = why(workspace);
        if (why.isLostAgent()) {
            ControllerReleases.get().goOnAlone(id, why.sentence());
            throw interruption;
        }
        ControllerReleases.get().abort(id, why.sentence());
        ReleaseResult result = waiting.result();
        if (BuildConsole.isThrown(result.outcome())) {
            // Jenkins prints nothing of an InterruptedException
            listener.getLogger().println(result.message());
        }
        throw new InterruptedException(result.message().toString());
    }

    private static Interruption why(FilePath workspace) {
        Executor executor = Executor.currentExecutor();
        if (executor == null) {
            return Interruption.of(List.of(), null);
        }
        boolean lost = executor.getCausesOfInterruption().isEmpty()
                && (workspace.toComputer() == null || workspace.toComputer().isOffline());
        return lost
                ? Interruption.lost(Interruption.agent(workspace))
                : Interruption.of(executor.getCausesOfInterruption(), Interruption.agent(workspace));
    }

    private final class Waiting implements ReleaseFollower {
        private final CompletableFuture<ReleaseResult> end = new CompletableFuture<>();

        ReleaseResult result() throws IOException, InterruptedException {
            try {
                return end.get();
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }

        @Override
        public void told(String line) {
            BuildConsole.print(listener, line);
        }

        @Override
        public void runBody(ReleaseState state) {
            throw new IllegalStateException(Sentence.of("block.gone").toString());
        }

        @Override
        public void finished(ReleaseResult result) {
            end.complete(result);
        }

        @Override
        public void broke(Throwable problem) {
            end.completeExceptionally(problem);
        }
    }
}
