package io.jenkins.plugins.bluegreen.discord.message;

/** The texts of an embed, for tests of other rooms. */
public final class EmbedText {
    private EmbedText() {}

    /** The description as it is sent. */
    public static String descriptionOf(DiscordEmbed embed) {
        return embed.description;
    }
}
