package io.jenkins.plugins.bluegreen.discord;

import java.util.List;

/**
 * How far a part of a build has come, at one instant.
 *
 * @param stages   each after the one that it is in, and otherwise in the order of their beginning
 * @param releases in the order of their beginning
 * @param failure  one line that says what went wrong; null while nothing has, or where nothing can be said
 * @param millis   how long it took; -1 while it goes on
 */
public record BuildProgress(List<BuildStage> stages, List<ReleaseSnapshot> releases, String failure, long millis) {
    public BuildProgress {
        stages = List.copyOf(stages);
        releases = List.copyOf(releases);
    }
}
