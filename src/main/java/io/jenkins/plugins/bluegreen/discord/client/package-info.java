/** Sends messages to Discord webhooks: one queue for each webhook, rate limits, retries. */
package io.jenkins.plugins.bluegreen.discord.client;
