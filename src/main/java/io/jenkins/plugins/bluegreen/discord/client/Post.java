package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One message of a {@link Conversation}: posted once, changed any number of times. Only the newest state is ever sent;
 * states that came and went while Discord was busy are nobody's loss.
 */
public final class Post {
    final Conversation conversation;

    // all of these under the lock of the conversation's queue
    private CompletableFuture<SentMessage> promise = new CompletableFuture<>();
    private boolean promised = true;
    private SentMessage sent;
    private Supplier<DiscordMessage> wanted;
    private boolean over;
    private boolean queued;
    private long giveUpAt;
    private int attempts;

    Post(Conversation conversation, SentMessage sent) {
        this.conversation = conversation;
        this.sent = sent;
    }

    /**
     * Changes the message, or what it will be if it is not posted yet. Returns at once, from any thread.
     *
     * @param message called later, on another thread, and not at all if a newer state comes first
     * @return completed once the newest state, this or a later one, is in Discord; exceptionally with a
     *     {@link DiscordException}
     */
    public CompletableFuture<SentMessage> edit(Supplier<DiscordMessage> message) {
        return conversation.queue.submit(this, message);
    }

    /** What it takes to change it later; null while it is not in Discord. */
    public SentMessage sent() {
        synchronized (conversation.queue) {
            return sent;
        }
    }

    /** Completed once the newest state is in Discord; exceptionally with a {@link DiscordException}. */
    public CompletableFuture<SentMessage> delivered() {
        synchronized (conversation.queue) {
            return promise;
        }
    }

    // ------------------------------------------------------------ for the queue, under its lock

    /** Takes a new state. */
    CompletableFuture<SentMessage> want(Supplier<DiscordMessage> message, long until) {
        if (!promised) {
            promise = new CompletableFuture<>();
            promised = true;
        }
        wanted = message;
        giveUpAt = until;
        return promise;
    }

    /** Whether there is a state that no attempt has taken. */
    boolean isWanted() {
        return !over && wanted != null;
    }

    /** By which HTTP method it goes out next. */
    String method() {
        return sent == null ? "POST" : "PATCH";
    }

    /** The newest state, for an attempt. */
    Delivery take() {
        attempts++;
        Delivery delivery = new Delivery(this, method(), sent, wanted);
        wanted = null;
        return delivery;
    }

    /** An attempt is to be repeated, with a newer state if there is one. */
    void putBack(Delivery delivery, boolean counts) {
        attempts -= counts ? 0 : 1;
        if (!isWanted()) {
            wanted = delivery.message();
        }
    }

    /** A state is in Discord, or given up: the next one begins anew. */
    void settled(SentMessage message) {
        attempts = 0;
        sent = message;
    }

    /** It is not in Discord any more: nothing more is sent of it. */
    void end() {
        over = true;
    }

    /** Keeps the promise. @return what tells those who hold it, to be run without the lock: they may do anything */
    Runnable kept() {
        SentMessage message = sent;
        CompletableFuture<SentMessage> settled = promise;
        promised = false;
        return () -> settled.complete(message);
    }

    /** Breaks the promise. @return the same */
    Runnable broken(DiscordException why) {
        CompletableFuture<SentMessage> settled = promise;
        promised = false;
        return () -> settled.completeExceptionally(why);
    }

    boolean isOver() {
        return over;
    }

    int attempts() {
        return attempts;
    }

    long giveUpAt() {
        return giveUpAt;
    }

    boolean isQueued() {
        return queued;
    }

    void setQueued(boolean queued) {
        this.queued = queued;
    }
}
