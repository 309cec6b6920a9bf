package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import java.util.List;
import java.util.function.Predicate;

/**
 * Whose clusters a user may see. Who may see the whole configuration sees all of them; others see those that all jobs
 * may use, and those that a job or folder may use which they may read.
 *
 * @param all whether the user may see the configuration
 * @param reads whether the user may see Jenkins at all
 * @param mayRead whether there is an item of this full name that the user may read
 */
record Visibility(boolean all, boolean reads, Predicate<String> mayRead) {

    /** @param folders the full names of the folders and jobs that may use the cluster; empty: all may */
    boolean sees(List<String> folders) {
        return all || reads && (folders.isEmpty() || folders.stream().anyMatch(mayRead));
    }
}
