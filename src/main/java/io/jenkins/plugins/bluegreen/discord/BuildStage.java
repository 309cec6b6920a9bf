package io.jenkins.plugins.bluegreen.discord;

/**
 * A stage or a parallel branch of a build.
 *
 * @param depth       0 for those that are in no other
 * @param startMillis when it began, in milliseconds since 1970
 * @param endMillis   when it ended; of no meaning while it runs
 */
public record BuildStage(String name, int depth, BuildState state, long startMillis, long endMillis) {}
