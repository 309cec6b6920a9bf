/** A channel of the local Discord: its webhooks, and the messages in it with all their edits. */
package io.jenkins.plugins.bluegreen.discord.local.channel;
