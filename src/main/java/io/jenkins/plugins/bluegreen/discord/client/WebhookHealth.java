package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The refusals that one build got from one webhook, and the problems that its log has already. Shared by all
 * conversations of the build with the webhook. Guarded by the queue's lock.
 */
final class WebhookHealth {
    /** The key of a refusal of the whole webhook, beside the ids of threads. */
    private static final String WHOLE = "";

    private final Map<String, DiscordException> refusals = new HashMap<>();
    private final Set<Sentence> reported = new HashSet<>();
    private boolean serverUnknown;

    /** Why nothing can be sent to a thread; null if it can. For a null thread: to the webhook. */
    DiscordException refusal(String threadId) {
        DiscordException whole = refusals.get(WHOLE);
        return whole != null || threadId == null ? whole : refusals.get(threadId);
    }

    /** Marks a thread or, if null, the whole webhook as refused, for the rest of the build. */
    void refuse(String threadId, DiscordException why) {
        refusals.put(threadId == null ? WHOLE : threadId, why);
    }

    /** Whether the webhook's server was not asked for in vain yet. */
    boolean isServerUnasked() {
        return !serverUnknown;
    }

    /** Discord did not tell the webhook's server; this build does not ask again. */
    void serverUnknown() {
        serverUnknown = true;
    }

    /** Marks a problem as reported. @return whether it was not */
    boolean isNew(Sentence problem) {
        return reported.add(problem);
    }
}
