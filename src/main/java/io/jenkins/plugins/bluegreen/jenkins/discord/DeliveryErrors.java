package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Errors of messages to Discord as sentences of a build's log. */
public final class DeliveryErrors {
    private DeliveryErrors() {}

    /**
     * The sentence for an error.
     *
     * @param seconds the timeout, for a {@link TimeoutException}
     */
    public static String message(Throwable error, int seconds) {
        Throwable cause = cause(error);
        if (cause instanceof DiscordException || cause instanceof AbortException) {
            return cause.getMessage();
        }
        return cause instanceof TimeoutException
                ? Messages.DiscordNotifyStep_late(seconds)
                : Messages.DiscordNotifyStep_failed(cause);
    }

    /** Whether the log has the error already: a conversation reports it before it fails the message. */
    static boolean isReported(Throwable error) {
        return cause(error) instanceof DiscordException;
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException ? error.getCause() : error;
    }
}
