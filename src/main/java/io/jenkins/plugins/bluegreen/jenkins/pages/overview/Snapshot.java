package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

/**
 * What is known of a cluster at a moment.
 *
 * @param value the last successful reading; null: there is none yet
 * @param readAt when that was, in milliseconds since 1970; 0: never
 * @param problem why the last reading failed; null: it did not
 * @param reading whether one is under way
 */
record Snapshot<T>(T value, long readAt, Throwable problem, boolean reading) {}
