package io.jenkins.plugins.bluegreen.discord.client;

import java.io.Serializable;
import java.util.Objects;

/** The ids of a message in Discord. With them any process can change the message. */
public final class SentMessage implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String threadId;
    /** Null for a message of an older version, or one that is known by its ids only. */
    private final String channelId;

    SentMessage(String id, String threadId) {
        this(id, threadId, null);
    }

    /**
     * The ids of one message.
     *
     * @param threadId  the thread it is in; null for the webhook's own channel
     * @param channelId the thread or channel that Discord has said it is in; null: unknown
     */
    SentMessage(String id, String threadId, String channelId) {
        this.id = Objects.requireNonNull(id);
        this.threadId = threadId;
        this.channelId = channelId;
    }

    /** The message's id. */
    public String id() {
        return id;
    }

    /** The thread it is in; null for the webhook's own channel. */
    public String threadId() {
        return threadId;
    }

    /** The thread or channel it is in; null: the webhook's channel. */
    String place() {
        return threadId == null ? channelId : threadId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SentMessage sent && id.equals(sent.id) && Objects.equals(threadId, sent.threadId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, threadId);
    }

    @Override
    public String toString() {
        return threadId == null ? id : id + " in " + threadId;
    }
}
