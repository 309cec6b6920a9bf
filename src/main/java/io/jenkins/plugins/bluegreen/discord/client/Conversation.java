package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.discord.message.Sender;
import io.jenkins.plugins.bluegreen.discord.message.Snowflake;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The messages of one build, or of one step of it, to one webhook. They are queued and sent in order. No method throws
 * for trouble with Discord, and only {@link #flush} waits: problems are reported to a listener, once for each kind.
 * After Discord has refused the webhook (401, 403, 404), the whole build sends it nothing more.
 */
public final class Conversation {
    private static final Logger LOGGER = Logger.getLogger(Conversation.class.getName());

    final WebhookQueue queue;
    final Sender sender;
    final WebhookHealth health;
    private final Consumer<Sentence> trouble;
    /** Attempts to send a message, besides the client's own bound. */
    private volatile int attempts = Integer.MAX_VALUE;

    // all of these under the queue's lock
    private final Set<String> reported = new HashSet<>();
    private int waiting;

    Conversation(WebhookQueue queue, Sender sender, WebhookHealth health, Consumer<Sentence> trouble) {
        this.queue = queue;
        this.sender = sender;
        this.health = health;
        this.trouble = trouble;
    }

    /**
     * Gives up after the second attempt: somebody waits for the answer.
     *
     * @return this
     */
    public Conversation inHaste() {
        attempts = 2;
        return this;
    }

    int attempts() {
        return attempts;
    }

    /**
     * A second conversation of the same build with the same webhook. {@link #flush} waits for its own messages only.
     * The conversations share refusals, and report no problem twice. Sends nothing.
     *
     * @param from     the sender of messages that name none
     * @param listener as {@code trouble} in {@link DiscordClient#open}
     */
    public Conversation another(Sender from, Consumer<Sentence> listener) {
        return new Conversation(queue, from, health, listener);
    }

    /** Posts a message. Returns at once, from any thread. */
    public Post post(DiscordMessage message) {
        return post(() -> message);
    }

    /**
     * Posts a message. Returns at once, from any thread.
     *
     * @param message called later, on another thread
     */
    public Post post(Supplier<DiscordMessage> message) {
        Post post = new Post(this, null);
        post.edit(message);
        return post;
    }

    /** A message that was posted earlier, by this process or another one. Sends nothing. */
    public Post continued(SentMessage message) {
        return new Post(this, message);
    }

    /**
     * A message that was posted earlier, by its ids as texts. Sends nothing.
     *
     * @param threadId null or blank: the thread or channel of the webhook's address
     * @throws DiscordException if a text is not an id
     */
    public Post continued(String messageId, String threadId) {
        String thread = threadId == null || threadId.isBlank() ? queue.threadId() : Snowflake.parse(threadId);
        return continued(new SentMessage(Snowflake.parse(messageId), thread));
    }

    /**
     * Waits until all messages of this conversation are sent or given up.
     *
     * @return false if some still wait after {@code atMost}; they are sent later
     */
    public boolean flush(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (queue) {
            while (waiting > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                queue.wait(left);
            }
            return true;
        }
    }

    /** Reports a problem, unless its kind was reported before. Without the queue's lock. */
    void report(Sentence problem) {
        synchronized (queue) {
            if (!reported.add(problem.key()) || !health.isNew(problem)) {
                return;
            }
        }
        try {
            trouble.accept(problem);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A problem with Discord could not be reported", e);
        }
    }

    // ------------------------------------------------------------ for the queue, under its lock

    int waiting() {
        return waiting;
    }

    void count(int more) {
        waiting += more;
    }
}
