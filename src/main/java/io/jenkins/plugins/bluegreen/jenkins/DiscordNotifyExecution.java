package io.jenkins.plugins.bluegreen.jenkins;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.discord.Conversation;
import io.jenkins.plugins.bluegreen.discord.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.Post;
import io.jenkins.plugins.bluegreen.discord.SentMessage;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * One message. Pipeline's thread only hands over; no thread waits for Discord's answer, and the step does for 30
 * seconds at most.
 *
 * <p>A message whose step was under way when the controller ended is sent again: twice is better than never.
 */
final class DiscordNotifyExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final int MOST_SECONDS = 30;

    private final DiscordNotifyStep step;
    private transient boolean completed;

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
        if (isFirst()) {
            getContext().onFailure(cause);
        }
    }

    private void send() {
        try {
            Run<?, ?> run = getContext().get(Run.class);
            WebhookEntry webhook = Webhooks.named(step.getWebhook());
            DiscordMessage message =
                    step.message(run, getContext().get(FilePath.class), webhook.locale(), this::log);
            // the one thing that can go wrong is told when the step ends
            Conversation conversation = Webhooks.open(webhook, run, trouble -> {});
            post(conversation, message)
                    .delivered()
                    .copy()
                    .orTimeout(MOST_SECONDS, TimeUnit.SECONDS)
                    .whenCompleteAsync(this::answered, DiscordThreads.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(e);
        } catch (IOException | RuntimeException e) {
            failed(e);
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
            failed(problem);
        } else if (isFirst()) {
            getContext().onSuccess(sent.id());
        }
    }

    private void failed(Throwable problem) {
        if (!isFirst()) {
            return;
        }
        String why = DiscordTrouble.of(problem, MOST_SECONDS);
        if (step.isFailOnError()) {
            getContext().onFailure(new AbortException(why));
        } else {
            log(why);
            getContext().onSuccess(null);
        }
    }

    private synchronized boolean isFirst() {
        boolean first = !completed;
        completed = true;
        return first;
    }

    private void log(String line) {
        try {
            getContext().get(TaskListener.class).getLogger().println(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // the build is gone, and so is its log
        }
    }
}
