package io.jenkins.plugins.bluegreen.discord.client;

import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How one build stands with one webhook, whichever of its conversations learnt it. All under the queue's lock. */
final class Standing {
    /** For a refusal of the webhook as a whole, among those of single threads. */
    private static final String WHOLE = "";

    private final Map<String, DiscordException> refusals = new HashMap<>();
    private final Set<Sentence> told = new HashSet<>();

    /** Why nothing can be sent to this thread, or at all; null while it can. */
    DiscordException refusal(String threadId) {
        DiscordException whole = refusals.get(WHOLE);
        return whole != null || threadId == null ? whole : refusals.get(threadId);
    }

    /** Nothing more for this thread, or, if null, at all. */
    void refuse(String threadId, DiscordException why) {
        refusals.put(threadId == null ? WHOLE : threadId, why);
    }

    /** Notes what those who run the build are told. @return whether it is new to them */
    boolean isNew(Sentence what) {
        return told.add(what);
    }
}
