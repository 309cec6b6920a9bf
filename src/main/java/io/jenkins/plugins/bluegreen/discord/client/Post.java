package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One message of a {@link Conversation}: posted once, changed any number of times. Only the newest state is sent.
 * States that were replaced before Discord took them are skipped.
 */
public final class Post {
    final Conversation conversation;

    // all of these under the lock of the conversation's queue
    private CompletableFuture<SentMessage> future = new CompletableFuture<>();
    private boolean pending = true;
    private SentMessage sent;
    private Supplier<DiscordMessage> newState;
    private boolean gone;
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

    /** The message's ids in Discord; null while it is not posted. */
    public SentMessage sent() {
        synchronized (conversation.queue) {
            return sent;
        }
    }

    /**
     * Where people see the message; null while it is not posted, or Discord has not said which server it is in, which
     * the first call asks for. Returns at once.
     */
    public String address() {
        SentMessage message = sent();
        return message == null ? null : conversation.queue.address(message, conversation.health);
    }

    /** Completed once the newest state is in Discord; exceptionally with a {@link DiscordException}. */
    public CompletableFuture<SentMessage> delivered() {
        synchronized (conversation.queue) {
            return future;
        }
    }

    // ------------------------------------------------------------ for the queue, under its lock

    /**
     * Replaces the state to send.
     *
     * @param until when it is given up, in {@link DiscordClient#now()}'s time
     */
    CompletableFuture<SentMessage> setState(Supplier<DiscordMessage> message, long until) {
        if (!pending) {
            future = new CompletableFuture<>();
            pending = true;
        }
        newState = message;
        giveUpAt = until;
        return future;
    }

    /** Whether there is a state that no attempt has taken. */
    boolean hasNewState() {
        return !gone && newState != null;
    }

    /** The HTTP method of the next attempt. */
    String method() {
        return next().method();
    }

    /** Takes the newest state for an attempt. */
    Delivery take() {
        Delivery delivery = next();
        attempts++;
        newState = null;
        return delivery;
    }

    private Delivery next() {
        return new Delivery(this, sent, newState);
    }

    /**
     * Gives back the state of an attempt that is to be repeated, unless there is a newer state.
     *
     * @param counts whether the attempt counts
     */
    void putBack(Delivery delivery, boolean counts) {
        attempts -= counts ? 0 : 1;
        if (!hasNewState()) {
            newState = delivery.message();
        }
    }

    /** A state is delivered or given up: the next one has its own attempts. */
    void settle(SentMessage message) {
        attempts = 0;
        sent = message;
    }

    /** The message was deleted: nothing more is sent of it. */
    void setGone() {
        gone = true;
    }

    /** Ends the wait for delivery. @return completes the future; to be run without the lock */
    Runnable complete() {
        SentMessage message = sent;
        CompletableFuture<SentMessage> ended = future;
        pending = false;
        return () -> ended.complete(message);
    }

    /** Ends the wait for delivery. @return fails the future; to be run without the lock */
    Runnable fail(DiscordException why) {
        CompletableFuture<SentMessage> ended = future;
        pending = false;
        return () -> ended.completeExceptionally(why);
    }

    boolean isGone() {
        return gone;
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
