package io.jenkins.plugins.bluegreen.discord;

import io.jenkins.plugins.bluegreen.discord.message.DiscordEmbed;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The texts of a message about a build. Null and blank texts are left out.
 *
 * @param title  shown as it is, without Markdown
 * @param link   the link of the title; shown in the text if Discord would refuse it as a link
 * @param text   Markdown
 * @param fields values by name, in this order; Markdown
 * @param time   null: not shown
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

    /** The notice with each of its texts masked. */
    public BuildNotice masked(UnaryOperator<String> mask) {
        Map<String, String> shown = new LinkedHashMap<>();
        fields.forEach((name, value) -> shown.put(mask.apply(name), mask.apply(value)));
        return new BuildNotice(
                mask.apply(title),
                mask.apply(link),
                state,
                mask.apply(text),
                shown,
                changes.stream().map(change -> change.masked(mask)).toList(),
                mask.apply(footer),
                time);
    }

    /** The notice as an embed. */
    public DiscordEmbed embed(Locale locale) {
        return new BuildEmbed(locale).notice(this);
    }
}
