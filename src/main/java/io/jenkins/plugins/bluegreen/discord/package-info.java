/**
 * Messages to Discord webhooks, and the client that delivers them. okhttp, Jackson and no type of Jenkins.
 *
 * <p>{@link io.jenkins.plugins.bluegreen.discord.message} builds messages that Discord accepts and that ping nobody
 * unasked; {@link io.jenkins.plugins.bluegreen.discord.client} sends them.
 */
package io.jenkins.plugins.bluegreen.discord;
