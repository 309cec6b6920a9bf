package io.jenkins.plugins.bluegreen.jenkins.discord;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.client.Post;
import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Webhooks;
import io.jenkins.plugins.bluegreen.jenkins.secrets.BoundFiles;
import io.jenkins.plugins.bluegreen.jenkins.secrets.BoundSecrets;
import io.jenkins.plugins.bluegreen.jenkins.secrets.StepSecrets;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * The execution of {@code discordNotify}. It works off the CPS thread. No thread waits for Discord's reply, and the
 * step waits 30 seconds at most.
 *
 * <p>If the controller stops during the step, the message is sent again after the restart, so it may arrive twice.
 */
final class DiscordNotifyExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final int MOST_SECONDS = 30;

    private final DiscordNotifyStep step;
    private final StepCompletion completion = new StepCompletion();

    DiscordNotifyExecution(StepContext context, DiscordNotifyStep step) {
        super(context);
        this.step = step;
    }

    @Override
    public boolean start() {
        DiscordThreads.get().execute(this::send);
        return false;
    }

    @Override
    public void onResume() {
        DiscordThreads.get().execute(this::send);
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        if (completion.isFirst()) {
            getContext().onFailure(cause);
        }
    }

    private void send() {
        try {
            Run<?, ?> run = getContext().get(Run.class);
            WebhookEntry webhook = Webhooks.named(step.getWebhook(), run);
            FilePath workspace = getContext().get(FilePath.class);
            BoundSecrets secrets = BoundFiles.begin(workspace, StepSecrets.of(getContext()))
                    .await(this::log);
            DiscordMessage message = step.message(run, workspace, webhook, secrets::masked, this::log);
            Conversation conversation = BuildConversations.open(webhook, run, this::report);
            post(conversation, message)
                    .delivered()
                    .copy()
                    .orTimeout(MOST_SECONDS, TimeUnit.SECONDS)
                    .whenCompleteAsync(this::answered, DiscordThreads.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(e, false);
        } catch (Throwable e) {
            // an Error too, as of files that are too large for the heap: the step must end
            failed(e, false);
        }
    }

    private Post post(Conversation conversation, DiscordMessage message) {
        if (step.getEdit() == null) {
            return conversation.post(message);
        }
        Post post = conversation.continued(step.getEdit(), step.getThreadId());
        post.edit(() -> message);
        return post;
    }

    private void answered(SentMessage sent, Throwable problem) {
        if (problem != null) {
            failed(problem, DeliveryErrors.isReported(problem));
        } else if (completion.isFirst()) {
            getContext().onSuccess(sent.id());
        }
    }

    /** @param reported whether the build's log has it already */
    private void failed(Throwable problem, boolean reported) {
        if (!completion.isFirst()) {
            return;
        }
        String why = DeliveryErrors.message(problem, MOST_SECONDS);
        if (step.isFailOnError()) {
            getContext().onFailure(new AbortException(why));
            return;
        }
        if (!reported) {
            log(why);
        }
        getContext().onSuccess(null);
    }

    /**
     * Logs a problem with the message while the step waits for it. With {@code failOnError} the step's failure says it.
     */
    private void report(Sentence trouble) {
        if (!step.isFailOnError() && !completion.isOver()) {
            log(trouble.toString());
        }
    }

    private void log(String line) {
        try {
            getContext().get(TaskListener.class).getLogger().println(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // the build has ended, and its log is closed
        }
    }
}
