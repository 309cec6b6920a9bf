package io.jenkins.plugins.bluegreen.discord.message;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user, a role or everybody, to be notified by a message (Discord documentation, "Message Formatting" and "Allowed
 * Mentions Object").
 */
public final class Mention {
    private static final Pattern ROLE = Pattern.compile("(?:<@&|role:)(" + Snowflake.NUMBER + ")>?");
    private static final Pattern USER = Pattern.compile("(?:<@!?|user:)(" + Snowflake.NUMBER + ")>?");
    private static final Mention EVERYONE = new Mention(Kind.EVERYONE, "", "@everyone");
    private static final Mention HERE = new Mention(Kind.HERE, "", "@here");

    enum Kind {
        EVERYONE,
        HERE,
        ROLE,
        USER
    }

    final Kind kind;
    final String id;
    /** The mention as text of a message. */
    final String text;

    private Mention(Kind kind, String id, String text) {
        this.kind = kind;
        this.id = id;
        this.text = text;
    }

    /**
     * All members of a role.
     *
     * @throws DiscordException if {@code id} is not an id, as "Copy Role ID" in Discord gives it
     */
    public static Mention role(String id) {
        String number = Snowflake.parse(id);
        return new Mention(Kind.ROLE, number, "<@&" + number + ">");
    }

    /**
     * One user.
     *
     * @throws DiscordException if {@code id} is not an id, as "Copy User ID" in Discord gives it
     */
    public static Mention user(String id) {
        String number = Snowflake.parse(id);
        return new Mention(Kind.USER, number, "<@" + number + ">");
    }

    /** All members of the channel. */
    public static Mention everyone() {
        return EVERYONE;
    }

    /** All members of the channel who are online. */
    public static Mention here() {
        return HERE;
    }

    /**
     * Reads {@code @everyone}, {@code @here}, {@code <@&123>} or {@code role:123}, {@code <@123>}, {@code <@!123>} or
     * {@code user:123}.
     *
     * @return empty for null and blank text
     * @throws DiscordException for any other text
     */
    public static Optional<Mention> parse(String text) {
        String wanted = text == null ? "" : Text.strip(text);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        if (wanted.equals(EVERYONE.text)) {
            return Optional.of(EVERYONE);
        }
        if (wanted.equals(HERE.text)) {
            return Optional.of(HERE);
        }
        boolean closed = wanted.startsWith("<") == wanted.endsWith(">");
        Matcher role = ROLE.matcher(wanted);
        if (closed && role.matches()) {
            return Optional.of(role(role.group(1)));
        }
        Matcher user = USER.matcher(wanted);
        if (closed && user.matches()) {
            return Optional.of(user(user.group(1)));
        }
        throw new DiscordException(Sentence.of("discord.noMention", wanted));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mention mention && kind == mention.kind && id.equals(mention.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, id);
    }

    /** The mention as text of a message. */
    @Override
    public String toString() {
        return text;
    }
}
