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
import java.util.function.UnaryOperator;

/**
 * A running block of {@code withDiscordNotify}, and its message. Steps inside find it in their context, and a release
 * joins the message by {@link #listener}. The message's ids and the releases are persisted with the Pipeline. Stages
 * are read from the flow graph again after a restart.
 */
public final class DiscordBlock implements Serializable {
    private static final long serialVersionUID = 1L;

    private final WithDiscordNotifyStep step;
    private final long startedAt;

    // replaced, never changed: Pipeline persists them at any time
    private volatile SentMessage posted;
    private volatile LinkedHashMap<String, ReleaseSnapshot> releases = new LinkedHashMap<>();

    private transient Run<?, ?> run;
    private transient UnaryOperator<String> mask;
    private transient volatile BuildMessage message;
    private transient Runnable save;
    private transient List<BuildStage> stages;
    private transient boolean over;

    DiscordBlock(WithDiscordNotifyStep step, long startedAt) {
        this.step = step;
        this.startedAt = startedAt;
    }

    /**
     * A listener that shows a release in the message, and posts a second message with a mention if it fails. After a
     * restart the release asks again, with the same id.
     *
     * @param id the release in its build: its step's node
     */
    public ReleaseEvents listener(String id) {
        return new ReleaseFollower(release -> showRelease(id, release));
    }

    /** The name of its webhook. */
    public String webhook(Run<?, ?> build) throws AbortException {
        return Webhooks.named(step.getWebhook(), build).getName();
    }

    /** Its message; null until it is posted. */
    public SentMessage posted() {
        return posted;
    }

    /** Where people see its message; null while that is not known. */
    public String address() {
        BuildMessage shown = message;
        return shown == null ? null : shown.address();
    }

    /**
     * Starts the message, or goes on with it. Reads credentials, so not on the CPS thread.
     *
     * @param masking hides values of credentials that were bound around the block
     * @param saver persists this object with the Pipeline
     * @throws AbortException if there is no such webhook
     * @throws io.jenkins.plugins.bluegreen.discord.message.DiscordException if a parameter is not valid
     */
    void open(Run<?, ?> build, TaskListener listener, UnaryOperator<String> masking, Runnable saver)
            throws AbortException {
        WebhookEntry webhook = Webhooks.named(step.getWebhook(), build);
        List<Mention> mentions = new ArrayList<>(webhook.allowed(step.mentions(), listener.getLogger()::println));
        if (step.getMention() == null && webhook.mentionOnFailure() != null) {
            mentions.add(webhook.mentionOnFailure());
        }
        step.frame(masking);
        Conversation conversation =
                BuildConversations.open(webhook, build, trouble -> listener.getLogger().println(trouble));
        SentMessage known = posted;
        if (known == null && step.getEdit() != null) {
            known = conversation.continued(step.getEdit(), step.getThreadId()).sent();
        }
        synchronized (this) {
            run = build;
            mask = masking;
            save = saver;
            message = new BuildMessage(
                    conversation,
                    webhook.locale(),
                    webhook.isPostLogLines(),
                    () -> step.frame(masking),
                    mentions,
                    known);
            show(BuildState.RUNNING, null, -1);
        }
    }

    /** Shows the stages. */
    synchronized void showStages(List<BuildStage> now) {
        stages = now;
        if (!over) {
            show(BuildState.RUNNING, null, -1);
        }
    }

    private synchronized void showRelease(String id, ReleaseSnapshot release) {
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
     * @param failure null if there is none
     * @return completed when Discord has the last message; exceptionally if it can't be sent
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
        if (state != BuildState.FAILURE || failure == null || isReported(failure)) {
            return shown;
        }
        return CompletableFuture.allOf(shown, message.alert(notice(state), progress(line, millis)));
    }

    /** Whether it is the failure of a release, which has posted its own message. */
    private boolean isReported(Throwable failure) {
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
        return step.notice(run, state, Instant.ofEpochMilli(startedAt)).masked(mask);
    }

    private BuildProgress progress(String failure, long millis) {
        return new BuildProgress(
                        stages == null ? List.of() : stages, new ArrayList<>(releases.values()), failure, millis)
                .masked(mask);
    }
}
