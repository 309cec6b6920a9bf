package io.jenkins.plugins.bluegreen.discord.message;

/**
 * Who posts the messages that do not say it themselves. What is empty is the webhook's own.
 *
 * @param username as in {@link DiscordMessage.Builder#username}
 * @param avatarUrl as in {@link DiscordMessage.Builder#avatarUrl}
 */
public record Sender(String username, String avatarUrl) {
    /** As the webhook is named in Discord. */
    public static final Sender WEBHOOK = new Sender("", "");

    /** Null, and what Discord would refuse, becomes empty. */
    public Sender {
        username = SenderName.accepted(username);
        avatarUrl = Links.accepted(avatarUrl);
    }
}
