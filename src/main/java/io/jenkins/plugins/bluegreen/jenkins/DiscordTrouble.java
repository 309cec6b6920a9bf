package io.jenkins.plugins.bluegreen.jenkins;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.discord.DiscordException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Why Discord was not told something, for the build's log. */
final class DiscordTrouble {
    private DiscordTrouble() {}

    /**
     * A sentence.
     *
     * @param problem what the attempt ended with
     * @param seconds how long it was waited for
     */
    static String of(Throwable problem, int seconds) {
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        if (cause instanceof DiscordException || cause instanceof AbortException) {
            return cause.getMessage();
        }
        return cause instanceof TimeoutException
                ? Messages.DiscordNotifyStep_late(seconds)
                : Messages.DiscordNotifyStep_failed(cause);
    }
}
