package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.console.HyperlinkNote;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.engine.events.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints a release to its build's log: the engine's lines, with links. */
final class BuildConsole {
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s\"'<>)\\]]*[^\\s\"'<>)\\].,;:]");

    private BuildConsole() {}

    static ReleaseEvents of(TaskListener listener) {
        return new ConsoleView(line -> listener.getLogger().println(linked(line)), Locale.ENGLISH, false)
                .withoutMessageOf(BuildConsole::isThrown);
    }

    /** Whether the build ends with an exception that holds the result's message, which Jenkins prints. */
    static boolean isThrown(Outcome outcome) {
        return !outcome.isSuccess() && outcome != Outcome.ABORTED;
    }

    static String linked(String line) {
        return ADDRESS.matcher(line).replaceAll(found -> Matcher.quoteReplacement(
                HyperlinkNote.encodeTo(found.group(), found.group())));
    }
}
