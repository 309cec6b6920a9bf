package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Why Discord was not told something, for the build's log. */
public final class DiscordTrouble {
    private DiscordTrouble() {}

    /**
     * A sentence.
     *
     * @param problem what the attempt ended with
     * @param seconds how long it was waited for
     */
    public static String of(Throwable problem, int seconds) {
        Throwable cause = cause(problem);
        if (cause instanceof DiscordException || cause instanceof AbortException) {
            return cause.getMessage();
        }
        return cause instanceof TimeoutException
                ? Messages.DiscordNotifyStep_late(seconds)
                : Messages.DiscordNotifyStep_failed(cause);
    }

    /**
     * Whether a message that was given to a conversation ended so: then the conversation has told it, or had before.
     */
    static boolean isTold(Throwable problem) {
        return cause(problem) instanceof DiscordException;
    }

    private static Throwable cause(Throwable problem) {
        return problem instanceof CompletionException ? problem.getCause() : problem;
    }
}
