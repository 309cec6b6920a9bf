/**
 * Messages to Discord webhooks, and the client that delivers them. okhttp, Jackson and no type of Jenkins.
 *
 * <p>A {@link io.jenkins.plugins.bluegreen.discord.DiscordMessage} can't be built so that Discord refuses it or that it
 * pings somebody who was not asked for. {@link io.jenkins.plugins.bluegreen.discord.DiscordClient} is what sends it.
 */
package io.jenkins.plugins.bluegreen.discord;
