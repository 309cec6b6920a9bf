package io.jenkins.plugins.bluegreen.discord.message;

/**
 * Who posts the messages that do not say it themselves. What is empty is the webhook's own.
 *
 * @param username as in {@link DiscordMessage.Builder#username}
 * @param avatarUrl an address as in {@link DiscordEmbed.Builder#url}
 */
public record Sender(String username, String avatarUrl) {
    /** Null, and what Discord would refuse, becomes empty. */
    public Sender {
        username = SenderName.accepted(username);
        avatarUrl = Links.accepted(avatarUrl);
    }
}
