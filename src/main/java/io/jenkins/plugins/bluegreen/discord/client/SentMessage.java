package io.jenkins.plugins.bluegreen.discord.client;

import java.io.Serializable;
import java.util.Objects;

/** The ids of a message in Discord. With them any process can change the message. */
public final class SentMessage implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String threadId;

    /**
     * The ids of one message.
     *
     * @param threadId the thread it is in; null for the webhook's own channel
     */
    SentMessage(String id, String threadId) {
        this.id = Objects.requireNonNull(id);
        this.threadId = threadId;
    }

    /** The message's id. */
    public String id() {
        return id;
    }

    /** The thread it is in; null for the webhook's own channel. */
    public String threadId() {
        return threadId;
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
