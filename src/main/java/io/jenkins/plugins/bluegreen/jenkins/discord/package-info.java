/** The steps {@code discordNotify} and {@code withDiscordNotify}, and the post-build action. */
package io.jenkins.plugins.bluegreen.jenkins.discord;
