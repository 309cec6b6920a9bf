package io.jenkins.plugins.bluegreen.discord.message;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A message to a webhook. Immutable, and always valid: texts that are too long are shortened and end in "…", parts that
 * Discord would refuse are left out. It mentions only those whom {@link Builder#mention} adds, whatever its texts are.
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

    /** A message with one embed. */
    public static DiscordMessage of(DiscordEmbed embed) {
        return builder().embed(embed).build();
    }

    /** The names of the files that were left out, because of their number or size. */
    public List<String> leftOut() {
        return leftOut;
    }

    /**
     * The JSON of "Execute Webhook".
     *
     * @param sender the default sender
     */
    public byte[] createJson(Sender sender) {
        return MessageJson.ofCreate(this, sender);
    }

    /** The JSON of "Edit Webhook Message". It replaces content and embeds, with nothing if there are none. */
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

    /** Builds a {@link DiscordMessage}. Null and blank texts and addresses are left out, and so is a null mention. */
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

        /** The text before the embeds, in Markdown, at most 2000 code points together with the mentions. */
        public Builder content(String text) {
            content = text;
            return this;
        }

        /**
         * Adds a mention to the beginning of the content. At most 100 roles and 100 users, as far as they fit in the
         * content; others are left out.
         */
        public Builder mention(Mention mention) {
            if (mention != null) {
                mentions.add(mention);
            }
            return this;
        }

        /**
         * Adds an embed. With more than 10, the footer of the last one that is sent says that embeds are missing. If
         * all texts together have more than 6000 code points, the longest are shortened.
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
         * The sender's name in place of the webhook's, at most 80 code points. Left out if Discord would refuse it:
         * "everyone", "here", and names that contain "clyde" or "discord".
         */
        public Builder username(String name) {
            username = SenderName.accepted(name);
            return this;
        }

        /** Sends the message without notification sound. */
        public Builder silent() {
            silent = true;
            return this;
        }

        /** Adds a file. More than 10 files, or 10 MiB together, are left out; see {@link #leftOut()}. */
        public Builder file(String name, byte[] bytes) {
            uploads.add(name, bytes);
            return this;
        }

        /**
         * Posts in an existing thread. Replaces {@link #threadName}.
         *
         * @throws DiscordException if {@code snowflake} is not an id, as "Copy Thread ID" in Discord gives it
         */
        public Builder threadId(String snowflake) {
            threadId = Snowflake.parse(snowflake);
            threadName = null;
            return this;
        }

        /** Creates a thread, in a webhook's forum or media channel. The name has at most 100 code points. */
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

        /** Builds the message. */
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
