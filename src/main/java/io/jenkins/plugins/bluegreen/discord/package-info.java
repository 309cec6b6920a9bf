/**
 * Messages about builds and releases: their texts, when they are edited, and when a second message notifies of a
 * failure. Uses okhttp, Jackson and no type of Jenkins.
 *
 * <p>{@link io.jenkins.plugins.bluegreen.discord.message} builds messages that Discord accepts and that mention only
 * whom the user asked for. {@link io.jenkins.plugins.bluegreen.discord.client} sends them.
 */
package io.jenkins.plugins.bluegreen.discord;
