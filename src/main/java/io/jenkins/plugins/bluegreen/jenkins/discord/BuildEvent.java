package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.discord.BuildChange;
import io.jenkins.plugins.bluegreen.discord.BuildNotice;
import io.jenkins.plugins.bluegreen.discord.BuildState;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The start of a freestyle build, or how it ended. */
enum BuildEvent {
    STARTED("started"),
    SUCCESS("success"),
    FIXED("fixed"),
    UNSTABLE("unstable"),
    FAILURE("failure"),
    ABORTED("aborted");

    /** The last part of its sentence's key. */
    private final String key;

    BuildEvent(String key) {
        this.key = key;
    }

    /** Whether the last build before this one that was not aborted did not succeed. */
    static boolean isFixed(Run<?, ?> build) {
        Run<?, ?> before = build.getPreviousCompletedBuild();
        while (before != null && isUndecided(before.getResult())) {
            before = before.getPreviousCompletedBuild();
        }
        return before != null && before.getResult() != Result.SUCCESS;
    }

    private static boolean isUndecided(Result result) {
        return result == null || result == Result.ABORTED || result == Result.NOT_BUILT;
    }

    /**
     * The message about the event.
     *
     * @param changes the commits to list
     */
    BuildNotice notice(Run<?, ?> build, Locale locale, List<BuildChange> changes) {
        BuildState state = this == STARTED ? BuildState.RUNNING : BuildReader.state(build);
        String sentence = Sentence.of("discord.build." + key, build.getFullDisplayName()).in(locale);
        return new BuildNotice(
                state.icon() + " " + sentence,
                BuildLink.of(build),
                state,
                null,
                Map.of(),
                changes,
                BuildReader.cause(build),
                Instant.now());
    }
}
