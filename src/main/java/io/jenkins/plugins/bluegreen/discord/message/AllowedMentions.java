package io.jenkins.plugins.bluegreen.discord.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whom a message pings, each once. Those whom Discord would not take any more, by their number or for want of room in
 * the content, are left out of both the content and the list.
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

    /** What a message's content begins with; ASCII. */
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
