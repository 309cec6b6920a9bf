package io.jenkins.plugins.bluegreen.discord.message;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.regex.Pattern;

/** Validates Discord's ids (Discord documentation, "Snowflakes"). */
public final class Snowflake {
    static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}|[1-8][0-9]{18}");

    private Snowflake() {}

    /**
     * The id without leading zeros.
     *
     * @throws DiscordException if the text is not an id
     */
    public static String parse(String id) {
        if (id == null || !NUMBER.matcher(id).matches()) {
            throw new DiscordException(Sentence.of("discord.noId", id));
        }
        return Long.toString(Long.parseLong(id));
    }
}
