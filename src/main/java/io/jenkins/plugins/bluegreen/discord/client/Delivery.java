package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import java.util.function.Supplier;

/**
 * One attempt to bring a post's newest state to Discord.
 *
 * @param method  POST or PATCH
 * @param sent    the message that is changed; null when it is created
 * @param message the state
 */
record Delivery(Post post, String method, SentMessage sent, Supplier<DiscordMessage> message) {}
