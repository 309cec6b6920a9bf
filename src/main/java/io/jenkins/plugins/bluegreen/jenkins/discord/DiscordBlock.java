package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.discord.BuildMessage;
import io.jenkins.plugins.bluegreen.discord.BuildNotice;
import io.jenkins.plugins.bluegreen.discord.BuildProgress;
import io.jenkins.plugins.bluegreen.discord.BuildStage;
import io.jenkins.plugins.bluegreen.discord.BuildState;
import io.jenkins.plugins.bluegreen.discord.ReleaseFollower;
import io.jenkins.plugins.bluegreen.discord.ReleaseSnapshot;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.discord.message.Mention;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Webhooks;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A block of {@code withDiscordNotify} under way, and its message. Steps inside find it in their context; a release
 * inside joins the message by {@link #listener}. What a restart must not lose is saved with the Pipeline: what the
 * message is, and how the releases stand. Stages are read from the flow graph again.
 */
public final class DiscordBlock implements Serializable {
    private static final long serialVersionUID = 1L;

    private final WithDiscordNotifyStep step;
    private final long startedAt;

    // replaced, never changed: Pipeline saves them at any time
    private volatile SentMessage posted;
    private volatile LinkedHashMap<String, ReleaseSnapshot> releases = new LinkedHashMap<>();

    private transient Run<?, ?> run;
    private transient BuildMessage message;
    private transient Runnable save;
    private transient List<BuildStage> stages;
    private transient boolean over;

    DiscordBlock(WithDiscordNotifyStep step, long startedAt) {
        this.step = step;
        this.startedAt = startedAt;
    }

    /**
     * Lets a release join the message, as a part of its own, and posts another one with a mention if it fails. After a
     * restart the release asks again, with the same id.
     *
     * @param id of the release in its build: its step's node
     */
    public ReleaseEvents listener(String id) {
        return new ReleaseFollower(release -> tell(id, release));
    }

    /**
     * Begins to send, or goes on. Reads credentials, so not on the CPS thread.
     *
     * @param saver has the Pipeline save what changed in here
     * @throws AbortException if there is no such webhook
     * @throws io.jenkins.plugins.bluegreen.discord.message.DiscordException for parameters that can't be
     */
    void open(Run<?, ?> build, TaskListener listener, Runnable saver) throws AbortException {
        WebhookEntry webhook = Webhooks.named(step.getWebhook());
        List<Mention> mentions = new ArrayList<>(step.mentions());
        if (step.getMention() == null && webhook.mentionOnFailure() != null) {
            mentions.add(webhook.mentionOnFailure());
        }
        step.frame();
        Conversation conversation =
                BuildConversations.open(webhook, build, trouble -> listener.getLogger().println(trouble));
        SentMessage known = posted;
        if (known == null && step.getEdit() != null) {
            known = conversation.continued(step.getEdit(), step.getThreadId()).sent();
        }
        synchronized (this) {
            run = build;
            save = saver;
            message = new BuildMessage(conversation, webhook.locale(), step::frame, mentions, known);
            show(BuildState.RUNNING, null, -1);
        }
    }

    /** The stages as they are now. */
    synchronized void tell(List<BuildStage> now) {
        stages = now;
        if (!over) {
            show(BuildState.RUNNING, null, -1);
        }
    }

    private synchronized void tell(String id, ReleaseSnapshot release) {
        LinkedHashMap<String, ReleaseSnapshot> all = new LinkedHashMap<>(releases);
        all.put(id, release);
        releases = all;
        if (!over) {
            show(BuildState.RUNNING, null, -1);
        }
        if (message != null && release.isFailure()) {
            message.alert(release);
        }
    }

    /**
     * The block has ended.
     *
     * @param failure null if it went well
     * @return completed when Discord has it; exceptionally if it can't
     */
    synchronized CompletableFuture<?> end(Throwable failure) {
        over = true;
        if (message == null) {
            return CompletableFuture.completedFuture(null);
        }
        BuildState state = failure == null ? BuildReader.state(run) : BuildReader.state(failure);
        String line = failure == null ? null : BuildReader.line(failure);
        long millis = System.currentTimeMillis() - startedAt;
        CompletableFuture<?> shown = show(state, line, millis);
        if (state != BuildState.FAILURE || failure == null || isToldOf(failure)) {
            return shown;
        }
        return CompletableFuture.allOf(shown, message.alert(notice(state), progress(line, millis)));
    }

    /** Whether it is a release's failure, which has posted its own message. */
    private boolean isToldOf(Throwable failure) {
        return releases.values().stream()
                .anyMatch(release -> release.isFailure() && release.message().equals(failure.getMessage()));
    }

    private CompletableFuture<SentMessage> show(BuildState state, String failure, long millis) {
        if (message == null) {
            return null;
        }
        CompletableFuture<SentMessage> shown = message.show(notice(state), progress(failure, millis));
        if (posted == null) {
            Runnable saver = save;
            shown.thenAccept(sent -> {
                posted = sent;
                saver.run();
            });
        }
        return shown;
    }

    private BuildNotice notice(BuildState state) {
        return step.notice(run, state, Instant.ofEpochMilli(startedAt));
    }

    private BuildProgress progress(String failure, long millis) {
        return new BuildProgress(
                stages == null ? List.of() : stages, new ArrayList<>(releases.values()), failure, millis);
    }
}
