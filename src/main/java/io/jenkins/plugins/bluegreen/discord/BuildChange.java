package io.jenkins.plugins.bluegreen.discord;

/**
 * A commit that a build has and the one before it had not.
 *
 * @param id     of the version control; null or blank if it has none
 * @param text   the commit's message, of which the first line is shown
 * @param author null or blank if nobody is known
 */
public record BuildChange(String id, String text, String author) {}
