/** The {@code discordNotify} steps, the post-build action, and what they know of a build. */
package io.jenkins.plugins.bluegreen.jenkins.discord;
