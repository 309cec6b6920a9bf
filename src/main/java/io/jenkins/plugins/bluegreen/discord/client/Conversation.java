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
 * What one build, or one step of it, says to one webhook. Nothing here waits for Discord, throws for its trouble, or
 * fails a release: messages are queued and sent in order, and trouble is told once for each kind. Once Discord has
 * refused the webhook (401, 403, 404), this build sends it nothing more, in {@link #another} of its conversations either.
 */
public final class Conversation {
    private static final Logger LOGGER = Logger.getLogger(Conversation.class.getName());

    final WebhookQueue queue;
    final Sender sender;
    final Standing standing;
    private final Consumer<Sentence> trouble;

    // all of these under the queue's lock
    private final Set<String> told = new HashSet<>();
    private int waiting;

    Conversation(WebhookQueue queue, Sender sender, Standing standing, Consumer<Sentence> trouble) {
        this.queue = queue;
        this.sender = sender;
        this.standing = standing;
        this.trouble = trouble;
    }

    /**
     * A further conversation of the same build with the same webhook. Each waits for its own messages alone; what Discord
     * refuses to one is refused to all, and no sentence about trouble is told twice. Sends nothing.
     *
     * @param from of every message that names none
     * @param listener as {@code trouble} in {@link DiscordClient#open}
     */
    public Conversation another(Sender from, Consumer<Sentence> listener) {
        return new Conversation(queue, from, standing, listener);
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

    /** A message that was posted earlier, by this process or another one. Nothing is sent for this. */
    public Post continued(SentMessage message) {
        return new Post(this, message);
    }

    /**
     * The same by the ids that people copy.
     *
     * @param threadId null or blank: where the webhook's address posts
     * @throws DiscordException for what is no id
     */
    public Post continued(String messageId, String threadId) {
        String thread = threadId == null || threadId.isBlank() ? queue.threadId() : Snowflake.parse(threadId);
        return continued(new SentMessage(Snowflake.parse(messageId), thread));
    }

    /**
     * Waits until nothing waits to be sent.
     *
     * @return false if something still does after {@code atMost}; it is sent when Discord takes it
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

    /** Tells those who run the build, unless they know. Without the queue's lock. */
    void tell(Sentence what) {
        synchronized (queue) {
            if (!told.add(what.key()) || !standing.isNew(what)) {
                return;
            }
        }
        try {
            trouble.accept(what);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "Trouble with Discord could not be told", e);
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
