package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import java.util.function.Supplier;

/**
 * One attempt to send the newest state of a post.
 *
 * @param sent    the message to change; null: a new one is created
 * @param message the state
 */
record Delivery(Post post, SentMessage sent, Supplier<DiscordMessage> message) {
    /** The HTTP method. */
    String method() {
        return sent == null ? "POST" : "PATCH";
    }
}
