package io.jenkins.plugins.bluegreen.discord;

import io.jenkins.plugins.bluegreen.discord.message.DiscordEmbed;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a message says about a build. Texts may be null or blank: then there are none.
 *
 * @param title  shown as it is, without Markdown
 * @param link   where the title leads; where Discord would refuse it, it stands in the text
 * @param text   Markdown
 * @param fields values by name, in this order; Markdown
 * @param time   null: none is shown
 */
public record BuildNotice(
        String title,
        String link,
        BuildState state,
        String text,
        Map<String, String> fields,
        List<BuildChange> changes,
        String footer,
        Instant time) {
    public BuildNotice {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        changes = List.copyOf(changes);
    }

    /** The notice in one language. */
    public DiscordEmbed embed(Locale locale) {
        return new BuildEmbed(locale).notice(this);
    }
}
