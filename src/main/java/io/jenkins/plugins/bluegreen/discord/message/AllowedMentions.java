package io.jenkins.plugins.bluegreen.discord.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The mentions of a message, without duplicates. Mentions beyond Discord's limits, of ids or of the content's length,
 * are left out of both the content and {@code allowed_mentions}.
 */
final class AllowedMentions {
    private final List<Mention> mentions = new ArrayList<>();
    private String content = "";

    AllowedMentions(Set<Mention> wanted) {
        for (Mention mention : wanted) {
            String longer = content.isEmpty() ? mention.text : content + " " + mention.text;
            if (ids(mention.kind).size() < Limits.MENTIONED_IDS && longer.length() <= Limits.CONTENT) {
                mentions.add(mention);
                content = longer;
            }
        }
    }

    /** The mentions as the beginning of the message's content; ASCII. */
    String content() {
        return content;
    }

    boolean hasEveryone() {
        return mentions.contains(Mention.everyone()) || mentions.contains(Mention.here());
    }

    List<String> ids(Mention.Kind kind) {
        return mentions.stream()
                .filter(mention -> mention.kind == kind)
                .map(mention -> mention.id)
                .toList();
    }
}
