package io.jenkins.plugins.bluegreen.discord.message;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * An embed of a message, within the limits of Discord's documentation, "Embed Limits". Immutable, and always valid:
 * texts that are too long are shortened, blank texts and invalid addresses are left out, and mentions and control
 * characters in texts are made harmless.
 */
public final class DiscordEmbed {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    private static final int RGB = 0xFFFFFF;

    record Field(String name, String value, boolean inline) {}

    /** A change of the embed's texts; {@code body} for descriptions and field values, which are Markdown. */
    interface Change {
        String of(String text, boolean body);
    }

    // texts are empty where there are none
    final String title;
    final String url;
    final String description;
    final Integer color;
    final List<Field> fields;
    final String footer;
    final String timestamp;

    private DiscordEmbed(Builder builder, Change change) {
        title = change.of(builder.title, false);
        url = builder.url;
        description = builder.isEmpty() ? Text.BLANK : change.of(builder.description, true);
        color = builder.color;
        fields = builder.fields.stream()
                .map(field -> new Field(change.of(field.name, false), change.of(field.value, true), field.inline))
                .toList();
        footer = change.of(builder.footer, false);
        timestamp = builder.timestamp;
    }

    /** Begins an embed. */
    public static Builder builder() {
        return new Builder();
    }

    /** A copy with changed texts. */
    DiscordEmbed withTexts(Change change) {
        return new DiscordEmbed(new Builder(this), change);
    }

    /** A copy with a footer that says that embeds are missing after this one. */
    DiscordEmbed withMoreToFollow() {
        Builder builder = new Builder(this);
        if (!footer.endsWith(Shortening.CUT)) {
            String ended = footer.isEmpty() ? Shortening.CUT : footer + " " + Shortening.CUT;
            builder.footer = Shortening.plain(ended, Limits.FOOTER);
        }
        return builder.build();
    }

    /** Builds a {@link DiscordEmbed}. Null and blank texts and addresses are left out. */
    public static final class Builder {
        private String title = "";
        private String url = "";
        private String description = "";
        private Integer color;
        private final List<Field> fields = new ArrayList<>();
        private int wantedFields;
        private String footer = "";
        private String timestamp = "";

        private Builder() {}

        private Builder(DiscordEmbed embed) {
            title = embed.title;
            url = embed.url;
            description = embed.description;
            color = embed.color;
            fields.addAll(embed.fields);
            footer = embed.footer;
            timestamp = embed.timestamp;
        }

        /** The title, at most 256 code points. */
        public Builder title(String text) {
            title = Shortening.plain(Text.prepare(text), Limits.TITLE);
            return this;
        }

        /** The link of the title: http or https, the host an IP address or in a domain. Discord refuses others. */
        public Builder url(String address) {
            url = Links.accepted(address);
            return this;
        }

        /** The text in Markdown, at most 4096 code points. */
        public Builder description(String text) {
            description = Shortening.markdown(Text.prepare(text), Limits.DESCRIPTION);
            return this;
        }

        /** The colour of the frame, RGB in the lowest 24 bits. */
        public Builder color(int rgb) {
            color = rgb & RGB;
            return this;
        }

        /**
         * Adds a field: a name of at most 256 code points, a value in Markdown of at most 1024. With more than 25
         * fields, the last one that is sent states how many are missing.
         *
         * @param inline whether it may stand beside others
         */
        public Builder field(String name, String value, boolean inline) {
            wantedFields++;
            if (fields.size() < Limits.FIELDS) {
                fields.add(new Field(
                        Shortening.plain(orBlank(Text.prepare(name)), Limits.FIELD_NAME),
                        Shortening.markdown(orBlank(Text.prepare(value)), Limits.FIELD_VALUE),
                        inline));
            } else {
                int last = Limits.FIELDS - 1;
                fields.set(last, new Field(Shortening.CUT, "+" + (wantedFields - last), false));
            }
            return this;
        }

        /** The footer, at most 2048 code points. */
        public Builder footer(String text) {
            footer = Shortening.plain(Text.prepare(text), Limits.FOOTER);
            return this;
        }

        /**
         * The time beside the footer, shown in each reader's zone. Left out for null and outside the years 1 to 9999.
         */
        public Builder timestamp(Instant time) {
            boolean shown = time != null && !time.isBefore(FIRST) && time.isBefore(END);
            timestamp = shown ? time.truncatedTo(ChronoUnit.MILLIS).toString() : "";
            return this;
        }

        /** Builds the embed. Without any text it is an empty frame. */
        public DiscordEmbed build() {
            return new DiscordEmbed(this, (text, body) -> text);
        }

        private boolean isEmpty() {
            return (title + description + footer).isEmpty() && fields.isEmpty();
        }

        private static String orBlank(String text) {
            return text.isEmpty() ? Text.BLANK : text;
        }
    }
}
