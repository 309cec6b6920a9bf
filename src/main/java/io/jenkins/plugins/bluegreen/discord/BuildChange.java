package io.jenkins.plugins.bluegreen.discord;

import java.util.function.UnaryOperator;

/**
 * A commit that is new in a build.
 *
 * @param id     in the version control; null or blank if there is none
 * @param text   the commit's message, of which the first line is shown
 * @param author null or blank if unknown
 */
public record BuildChange(String id, String text, String author) {
    BuildChange masked(UnaryOperator<String> mask) {
        return new BuildChange(mask.apply(id), mask.apply(text), mask.apply(author));
    }
}
