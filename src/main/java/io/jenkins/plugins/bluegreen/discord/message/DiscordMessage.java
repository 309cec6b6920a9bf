package io.jenkins.plugins.bluegreen.discord.message;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A message to a webhook. Immutable, and always one that Discord accepts: what is too long is shortened and ends in
 * "…", what can't be sent is left out. It pings nobody but those whom {@link Builder#mention} names; the texts may hold
 * anything.
 */
public final class DiscordMessage {
    // texts are empty where there are none
    final String content;
    final AllowedMentions mentions;
    final List<DiscordEmbed> embeds;
    final String username;
    final boolean silent;
    private final List<DiscordFile> files;
    private final List<String> leftOut;
    private final String threadId;
    private final String threadName;

    private DiscordMessage(Builder builder) {
        mentions = new AllowedMentions(builder.mentions);
        embeds = EmbedBudget.fit(builder.keptEmbeds());
        files = builder.uploads.files();
        String said = contentOf(mentions.content(), Text.prepare(builder.content));
        content = said.isEmpty() && embeds.isEmpty() && files.isEmpty() ? Text.BLANK : said;
        username = builder.username;
        silent = builder.silent;
        leftOut = builder.uploads.leftOut();
        threadId = builder.threadId;
        threadName = builder.threadName;
    }

    /** Begins a message. */
    public static Builder builder() {
        return new Builder();
    }

    /** A message that is an embed and nothing else. */
    public static DiscordMessage of(DiscordEmbed embed) {
        return builder().embed(embed).build();
    }

    /** The names of the files that did not fit. */
    public List<String> leftOut() {
        return leftOut;
    }

    /** The JSON of "Execute Webhook"; {@code sender} where the message names none. */
    public byte[] createJson(Sender sender) {
        return MessageJson.ofCreate(this, sender);
    }

    /** The JSON of "Edit Webhook Message", by which content and embeds of the message that was are gone. */
    public byte[] editJson() {
        return MessageJson.ofEdit(this);
    }

    /** The files to upload, in the order of their ids. */
    public List<DiscordFile> files() {
        return files;
    }

    /** The thread to post in, or null. */
    public String threadId() {
        return threadId;
    }

    /** The name of a thread to open, or null. */
    public String threadName() {
        return threadName;
    }

    private static String contentOf(String mentions, String text) {
        if (mentions.isEmpty() || text.isEmpty()) {
            return mentions + Shortening.markdown(text, Limits.CONTENT);
        }
        int room = Limits.CONTENT - mentions.length() - 1;
        return room < 1 ? mentions : mentions + " " + Shortening.markdown(text, room);
    }

    /**
     * Puts a {@link DiscordMessage} together. Texts, addresses and mentions may be null or blank: then there are none.
     */
    public static final class Builder {
        private String content = "";
        private final Set<Mention> mentions = new LinkedHashSet<>();
        private final List<DiscordEmbed> embeds = new ArrayList<>();
        private boolean moreEmbeds;
        private String username = "";
        private boolean silent;
        private final Uploads uploads = new Uploads();
        private String threadId;
        private String threadName;

        private Builder() {}

        /** The text in Markdown, at most 2000 code points with the mentions before it. */
        public Builder content(String text) {
            content = text;
            return this;
        }

        /**
         * Pings somebody, at the content's beginning. At most 100 roles and 100 users, as far as they fit in the
         * content; further ones are left out.
         */
        public Builder mention(Mention mention) {
            if (mention != null) {
                mentions.add(mention);
            }
            return this;
        }

        /**
         * Adds an embed. Of more than 10 the last that is sent says in its footer that there were more; when all their
         * texts have more than 6000 code points together, the longest are shortened.
         */
        public Builder embed(DiscordEmbed embed) {
            if (embed != null && embeds.size() < Limits.EMBEDS) {
                embeds.add(embed);
            } else {
                moreEmbeds |= embed != null;
            }
            return this;
        }

        /**
         * The sender's name in place of the webhook's, at most 80 code points. Not sent where Discord would refuse it:
         * with "clyde" or "discord" in it, or "everyone" or "here".
         */
        public Builder username(String name) {
            username = SenderName.accepted(name);
            return this;
        }

        /** Nobody's device makes a sound. */
        public Builder silent() {
            silent = true;
            return this;
        }

        /** Adds a file. Beyond 10 files or 10 MiB together it is left out, which {@link #leftOut()} tells. */
        public Builder file(String name, byte[] bytes) {
            uploads.add(name, bytes);
            return this;
        }

        /**
         * Posts in a thread that is there, and opens none.
         *
         * @throws DiscordException when {@code snowflake} is not the number that Discord's "Copy Thread ID" gives
         */
        public Builder threadId(String snowflake) {
            threadId = Snowflake.parse(snowflake);
            threadName = null;
            return this;
        }

        /** Opens a thread, at most 100 code points, in a webhook's forum or media channel. */
        public Builder threadName(String name) {
            String wanted = Text.prepareLine(name);
            if (Text.visible(wanted).isEmpty()) {
                threadName = null;
            } else {
                threadName = Shortening.plain(wanted, Limits.THREAD_NAME);
                threadId = null;
            }
            return this;
        }

        /** The message. */
        public DiscordMessage build() {
            return new DiscordMessage(this);
        }

        private List<DiscordEmbed> keptEmbeds() {
            List<DiscordEmbed> kept = new ArrayList<>(embeds);
            if (moreEmbeds) {
                kept.set(Limits.EMBEDS - 1, kept.get(Limits.EMBEDS - 1).withMoreToFollow());
            }
            return kept;
        }
    }
}
