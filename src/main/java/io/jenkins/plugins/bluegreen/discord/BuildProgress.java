package io.jenkins.plugins.bluegreen.discord;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The progress of a part of a build, at one instant.
 *
 * @param stages   each after the stage that contains it, otherwise in the order of their start
 * @param releases in the order of their start
 * @param failure  the reason in one line; null if there is no failure, or no reason to show
 * @param millis   the duration; -1 while it runs
 */
public record BuildProgress(List<BuildStage> stages, List<ReleaseSnapshot> releases, String failure, long millis) {
    public BuildProgress {
        stages = List.copyOf(stages);
        releases = List.copyOf(releases);
    }

    /** The progress with its own texts masked. Releases are masked as they say something. */
    public BuildProgress masked(UnaryOperator<String> mask) {
        return new BuildProgress(
                stages.stream().map(stage -> stage.masked(mask)).toList(), releases, mask.apply(failure), millis);
    }
}
