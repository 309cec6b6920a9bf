package io.jenkins.plugins.bluegreen.discord.local.channel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** A webhook and its channel with its threads. */
public final class Webhook {
    static final String NAME = "Captain Hook";
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    private static final int TOKEN = 68;
    private static final SecureRandom RANDOM = new SecureRandom();

    public final String id;
    public final String token;
    public final String channel;
    final String channelId;
    public final boolean isForum;
    private final Map<String, String> threads = new ConcurrentSkipListMap<>();

    public Webhook(String channel, boolean isForum, Snowflakes ids) {
        this.channel = channel;
        this.isForum = isForum;
        channelId = ids.next();
        id = ids.next();
        StringBuilder random = new StringBuilder();
        RANDOM.ints(TOKEN, 0, ALPHABET.length()).forEach(i -> random.append(ALPHABET.charAt(i)));
        token = random.toString();
    }

    public void thread(String threadId, String name) {
        threads.put(threadId, name);
    }

    public boolean hasThread(String threadId) {
        return threads.containsKey(threadId);
    }

    /** The threads' names by id, oldest first. */
    public Set<Map.Entry<String, String>> threads() {
        return Collections.unmodifiableSet(threads.entrySet());
    }

    /** The "Webhook Object" of the Webhook Resource. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return json.put("id", id)
                .put("type", 1)
                .put("name", NAME)
                .putNull("avatar")
                .put("channel_id", channelId)
                .put("guild_id", "1")
                .put("token", token)
                .putNull("application_id");
    }
}
