package io.jenkins.plugins.bluegreen.jenkins.discord;

import io.jenkins.plugins.bluegreen.discord.message.DiscordMessage;
import java.util.regex.Pattern;

/** A message's thread, as one form field names it: by its id, or by the name of one that is created in a forum. */
public final class MessageThread {
    private static final Pattern ID = Pattern.compile("[0-9]{15,20}");

    private MessageThread() {}

    /**
     * Starts a message in a thread.
     *
     * @param idOrName null: in the webhook's channel
     * @throws io.jenkins.plugins.bluegreen.discord.message.DiscordException if the thread's id is none
     */
    public static DiscordMessage.Builder begin(String idOrName) {
        DiscordMessage.Builder message = DiscordMessage.builder();
        if (idOrName == null) {
            return message;
        }
        return ID.matcher(idOrName).matches() ? message.threadId(idOrName) : message.threadName(idOrName);
    }
}
