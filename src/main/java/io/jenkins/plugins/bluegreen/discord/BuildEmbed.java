package io.jenkins.plugins.bluegreen.discord;

import io.jenkins.plugins.bluegreen.discord.message.DiscordEmbed;
import io.jenkins.plugins.bluegreen.discord.message.Links;
import io.jenkins.plugins.bluegreen.discord.message.Markdown;
import io.jenkins.plugins.bluegreen.discord.message.Shortening;
import io.jenkins.plugins.bluegreen.discord.message.Text;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Renders a build as an embed, in one language. */
final class BuildEmbed {
    private static final int CHANGES = 10;
    private static final int CHANGE = 100;
    private static final int ID = 8;

    /**
     * Code points for the list of stages. The rest of the embed and the build's releases share the message with it.
     */
    private static final int ROOM = 3_500;

    private static final int ROOM_OF_RELEASE = 600;
    private static final int LEAST_ROOM = 800;

    private final Locale locale;

    BuildEmbed(Locale locale) {
        this.locale = locale;
    }

    /** The embed of a notice alone. */
    DiscordEmbed notice(BuildNotice notice) {
        List<String> text = text(notice);
        if (!notice.changes().isEmpty()) {
            paragraph(text, changes(notice.changes()));
        }
        return embed(notice, Markdown.escape(line(notice.title())), text).build();
    }

    /** The embed of a running or finished build: stages, failure and duration. */
    DiscordEmbed story(BuildNotice notice, BuildProgress progress) {
        List<String> text = text(notice);
        int room = Math.max(LEAST_ROOM, ROOM - ROOM_OF_RELEASE * progress.releases().size());
        paragraph(text, new StageLines(locale).of(progress.stages(), room));
        paragraph(text, failure(progress));
        DiscordEmbed.Builder embed = embed(notice, title(notice), text);
        if (progress.millis() >= 0) {
            embed.field(say(Sentence.of("discord.field.took")), say(Sentence.seconds(progress.millis())), true);
        }
        return embed.build();
    }

    /** The embed of a failure: the failed stages and the reason. */
    DiscordEmbed alert(BuildNotice notice, BuildProgress progress) {
        List<BuildStage> bad = progress.stages().stream()
                .filter(stage -> stage.state() == BuildState.FAILURE)
                .toList();
        List<String> text = new ArrayList<>(new StageLines(locale).of(bad, LEAST_ROOM));
        paragraph(text, failure(progress));
        return embed(notice, title(notice), text).build();
    }

    private static List<String> text(BuildNotice notice) {
        List<String> text = new ArrayList<>();
        if (notice.text() != null && !notice.text().isBlank()) {
            text.add(notice.text());
        }
        return text;
    }

    private static List<String> failure(BuildProgress progress) {
        return progress.failure() == null ? List.of() : List.of(Markdown.escape(line(progress.failure())));
    }

    private static String title(BuildNotice notice) {
        return notice.state().icon() + " " + Markdown.escape(line(notice.title()));
    }

    private static DiscordEmbed.Builder embed(BuildNotice notice, String title, List<String> text) {
        if (notice.link() != null && Links.accepted(notice.link()).isEmpty()) {
            // Discord would refuse it as the title's link, but shows it in the text
            text.add(notice.link());
        }
        DiscordEmbed.Builder embed = DiscordEmbed.builder()
                .title(title)
                .url(notice.link())
                .color(notice.state().color())
                .description(String.join("\n", text))
                .footer(notice.footer())
                .timestamp(notice.time());
        for (Map.Entry<String, String> field : notice.fields().entrySet()) {
            embed.field(field.getKey(), field.getValue(), true);
        }
        return embed;
    }

    private List<String> changes(List<BuildChange> changes) {
        List<String> lines = new ArrayList<>();
        lines.add("**" + say(Sentence.of("discord.build.changes")) + "**");
        changes.stream().limit(CHANGES).map(BuildEmbed::change).forEach(lines::add);
        if (changes.size() > CHANGES) {
            lines.add(say(Sentence.of("discord.build.moreChanges", changes.size() - CHANGES)));
        }
        return lines;
    }

    private static String change(BuildChange change) {
        String id = line(change.id()).replace("`", "");
        String author = line(change.author());
        String first = Text.clean(change.text()).strip().lines().findFirst().orElse("");
        return (id.isEmpty() ? "• " : "`" + id.substring(0, Math.min(ID, id.length())) + "` ")
                + Markdown.escape(Shortening.plain(Text.prepareLine(first), CHANGE))
                + (author.isEmpty() ? "" : " · " + Markdown.escape(Shortening.plain(author, CHANGE)));
    }

    private static void paragraph(List<String> text, List<String> lines) {
        if (!text.isEmpty() && !lines.isEmpty()) {
            text.add("");
        }
        text.addAll(lines);
    }

    private static String line(String text) {
        return Text.prepareLine(text);
    }

    private String say(Sentence sentence) {
        return sentence.in(locale);
    }
}
