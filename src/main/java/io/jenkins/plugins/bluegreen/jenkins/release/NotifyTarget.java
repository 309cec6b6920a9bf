package io.jenkins.plugins.bluegreen.jenkins.release;

import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import io.jenkins.plugins.bluegreen.jenkins.discord.MessageThread;

/**
 * Where a release tells its story.
 *
 * @param webhook name of a configured webhook
 * @param thread the id of a thread, or the name of one that is created in a forum; null: the webhook's channel
 */
public record NotifyTarget(String webhook, String thread) {
    /** No name of a webhook holds one. */
    private static final String END = "\n";

    /** Both as one text, which is saved with the release; null without a webhook. */
    public static String text(String webhook, String thread) {
        if (webhook == null || webhook.isBlank()) {
            return null;
        }
        String name = webhook.trim();
        return thread == null || thread.isBlank() ? name : name + END + thread.trim();
    }

    /** What {@link #text} returned. */
    static NotifyTarget of(String text) {
        String[] parts = text.split(END, 2);
        return new NotifyTarget(parts[0], parts.length == 1 ? null : parts[1]);
    }

    /**
     * Starts a message in the thread.
     *
     * @throws io.jenkins.plugins.bluegreen.discord.message.DiscordException if the thread's id is none
     */
    DiscordMessage.Builder frame() {
        return MessageThread.begin(thread);
    }
}
