package io.jenkins.plugins.bluegreen.discord.message;

/**
 * The default sender of messages: name and picture. An empty one is the webhook's own.
 *
 * @param username as in {@link DiscordMessage.Builder#username}
 * @param avatarUrl an address as in {@link DiscordEmbed.Builder#url}
 */
public record Sender(String username, String avatarUrl) {
    /** Null, and values that Discord would refuse, become empty. */
    public Sender {
        username = SenderName.accepted(username);
        avatarUrl = Links.accepted(avatarUrl);
    }
}
