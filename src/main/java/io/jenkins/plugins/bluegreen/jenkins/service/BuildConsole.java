package io.jenkins.plugins.bluegreen.jenkins.service;

import hudson.console.HyperlinkNote;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.engine.events.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints a release to its build's log: the engine's lines, with links. */
public final class BuildConsole {
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s\"'<>)\\]]*[^\\s\"'<>)\\].,;:]");

    private BuildConsole() {}

    /** @param lines called with each line, which {@link #linked} shows */
    static ReleaseEvents of(Consumer<String> lines) {
        return new ConsoleView(lines, Locale.ENGLISH, false)
                .withoutMessageOf(BuildConsole::isThrown);
    }

    /** Whether the build ends with an exception that holds the result's message, which Jenkins prints. */
    public static boolean isThrown(Outcome outcome) {
        return !outcome.isSuccess() && outcome != Outcome.ABORTED;
    }

    /** A line of the log, with links, on the build's page. */
    public static void print(TaskListener listener, String line) {
        listener.getLogger().println(linked(line));
    }

    static String linked(String line) {
        return ADDRESS.matcher(line).replaceAll(found -> Matcher.quoteReplacement(
                HyperlinkNote.encodeTo(found.group(), found.group())));
    }
}
