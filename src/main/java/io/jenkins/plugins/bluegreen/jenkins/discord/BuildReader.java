package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Result;
import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import io.jenkins.plugins.bluegreen.discord.BuildChange;
import io.jenkins.plugins.bluegreen.discord.BuildState;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;
import jenkins.scm.RunWithSCM;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Reads the parts of a build that messages show. */
final class BuildReader {
    /** The class with which credentials-binding replaces an exception whose text had a secret. It is not public. */
    private static final String MASKED = "MaskedException";

    private static final String LAST_LINES =
            Sentence.of("diagnosis.log", "").toString().stripTrailing();

    private BuildReader() {}

    /** The build's state; {@code SUCCESS} while it has no result. */
    static BuildState state(Run<?, ?> run) {
        return state(run.getResult());
    }

    static BuildState state(Result result) {
        return result == null ? BuildState.SUCCESS : BuildState.valueOf(result.toString());
    }

    /** The state of a block that ended with this failure. */
    static BuildState state(Throwable failure) {
        return failure instanceof FlowInterruptedException interruption
                ? state(interruption.getResult())
                : BuildState.FAILURE;
    }

    /** The first cause of the build; null if there is none. */
    static String cause(Run<?, ?> run) {
        List<Cause> causes = run.getCauses();
        return causes.isEmpty() ? null : causes.get(0).getShortDescription();
    }

    /**
     * One line about a failure; null if there is nothing to show. Only the messages of {@link AbortException}, of
     * interruptions, and those that credentials-binding has masked are shown: others may contain secrets.
     */
    static String line(Throwable failure) {
        if (failure instanceof FlowInterruptedException interruption) {
            String causes = interruption.getCauses().stream()
                    .map(CauseOfInterruption::getShortDescription)
                    .collect(Collectors.joining(", "));
            return causes.isEmpty() ? null : causes;
        }
        boolean isShown = failure instanceof AbortException || MASKED.equals(failure.getClass().getSimpleName());
        if (isShown && failure.getMessage() != null && !failure.getMessage().isBlank()) {
            return firstLine(failure.getMessage());
        }
        return failure.getClass().getSimpleName();
    }

    /** Without the announcement of log lines that do not follow. */
    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.endsWith(LAST_LINES)
                ? line.substring(0, line.length() - LAST_LINES.length()) + Sentence.of("discord.noLog")
                : line;
    }

    /** The commits that are new in this build, as far as they are checked out. May read from disk. */
    static List<BuildChange> changes(Run<?, ?> run) {
        List<BuildChange> changes = new ArrayList<>();
        if (run instanceof RunWithSCM<?, ?> build) {
            for (ChangeLogSet<? extends ChangeLogSet.Entry> set : build.getChangeSets()) {
                for (ChangeLogSet.Entry entry : set) {
                    changes.add(new BuildChange(
                            entry.getCommitId(), entry.getMsg(), entry.getAuthor().getDisplayName()));
                }
            }
        }
        return changes;
    }
}
