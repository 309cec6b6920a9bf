package io.jenkins.plugins.bluegreen.discord;

import java.util.function.UnaryOperator;

/**
 * A stage or a parallel branch of a build.
 *
 * @param depth       0 at the top level
 * @param startMillis the start, in milliseconds since 1970
 * @param endMillis   the end; meaningless while it runs
 */
public record BuildStage(String name, int depth, BuildState state, long startMillis, long endMillis) {
    BuildStage masked(UnaryOperator<String> mask) {
        return new BuildStage(mask.apply(name), depth, state, startMillis, endMillis);
    }
}
