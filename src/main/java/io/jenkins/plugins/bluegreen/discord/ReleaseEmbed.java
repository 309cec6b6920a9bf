package io.jenkins.plugins.bluegreen.discord;

import io.jenkins.plugins.bluegreen.discord.message.DiscordEmbed;
import io.jenkins.plugins.bluegreen.discord.message.Links;
import io.jenkins.plugins.bluegreen.discord.message.Markdown;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Renders a release as an embed, in one language. */
final class ReleaseEmbed {
    private static final Map<Outcome, String> ICONS = Map.of(
            Outcome.PROMOTED, "✅",
            Outcome.UNCHANGED, "➖",
            Outcome.HELD, "⏸️",
            Outcome.ROLLED_BACK, "⏪",
            Outcome.FAILED_BEFORE_SWITCH, "❌",
            Outcome.ROLLBACK_FAILED, "🚨",
            Outcome.ABORTED, "⏹️");

    /** For log lines, of which the last are kept. */
    private static final int LOG_LENGTH = 1_500;

    /** What a process of a Pod wrote, and what stands in its place where it is not for this channel. */
    private static final Set<String> LOG = Set.of("diagnosis.log");

    private static final Sentence NO_LOG = Sentence.of("discord.noLog");

    /** A container's last words, which may be the end of its log. */
    private static final Pattern LAST_WORDS = Pattern.compile("(exit code -?\\d+(?:, [^:]*)?): .*", Pattern.DOTALL);

    private final Locale locale;
    private final boolean logLines;
    private final String page;

    /** Links to the release's build. */
    ReleaseEmbed(Locale locale, boolean logLines) {
        this(locale, logLines, null);
    }

    /** @param page the address of the release's page, to which it links; null: to the build */
    ReleaseEmbed(Locale locale, boolean logLines, String page) {
        this.locale = locale;
        this.logLines = logLines;
        this.page = page;
    }

    private String link(ReleaseSnapshot release) {
        return page == null ? release.buildUrl : page;
    }

    /**
     * The embed of a running or finished release: phases with their durations, colours, image, and the failure with log
     * lines.
     */
    DiscordEmbed story(ReleaseSnapshot release) {
        List<String> text = new ArrayList<>(phases(release));
        Sentence reason = reason(release);
        if (reason != null) {
            String[] said = split(reason);
            text.add("");
            text.add(Markdown.escape(said[0]));
            if (!said[1].isBlank()) {
                text.add(Markdown.lastLines(said[1], LOG_LENGTH));
            }
        }
        String link = link(release);
        if (link != null && Links.accepted(link).isEmpty()) {
            // Discord would refuse it as the title's link, but shows it in the text
            text.add(link);
        }
        return begin(release).description(String.join("\n", text)).build();
    }

    /** The embed of a failure: its reason. */
    DiscordEmbed alert(ReleaseSnapshot release) {
        return begin(release)
                .description(Markdown.escape(sentence(reason(release))))
                .build();
    }

    private DiscordEmbed.Builder begin(ReleaseSnapshot release) {
        DiscordEmbed.Builder embed = DiscordEmbed.builder()
                .title(title(release))
                .url(link(release))
                .color(color(release.result));
        field(embed, "traffic", color(release.traffic));
        if (release.result == null) {
            field(embed, "candidate", color(release.candidate));
        }
        field(embed, "image", release.image == null ? null : "`" + release.image + "`");
        if (release.result != null) {
            field(embed, "took", seconds(release.result.millis()));
            if (release.result.rollbackMillis() >= 0) {
                field(embed, "back", seconds(release.result.rollbackMillis()));
            }
        }
        return embed.footer(release.namespace + startedBy(release)).timestamp(Instant.ofEpochMilli(release.startedAt));
    }

    private static String startedBy(ReleaseSnapshot release) {
        if (release.user != null) {
            return " · " + release.user;
        }
        String build = release.buildNumber;
        return build == null || build.isEmpty() ? "" : " · #" + build;
    }

    private void field(DiscordEmbed.Builder embed, String name, String value) {
        if (value != null) {
            embed.field(say(Sentence.of("discord.field." + name)), value, true);
        }
    }

    private String title(ReleaseSnapshot release) {
        String name = release.application == null ? "…" : release.application;
        boolean back = release.operation == Operation.ROLL_BACK;
        if (release.result == null) {
            return "⏳ " + say(back ? Sentence.of("discord.rollingBack", name) : Sentence.of("discord.releasing", name));
        }
        Outcome outcome = release.result.outcome();
        String color = release.result.color();
        return ICONS.get(outcome) + " " + say(
                back
                        ? Sentence.of("discord.rollback." + outcome, name, color)
                        : Sentence.of("discord.outcome." + outcome, name, color));
    }

    private List<String> phases(ReleaseSnapshot release) {
        List<String> lines = new ArrayList<>();
        List<PhaseTime> times = release.times();
        boolean over = release.result != null;
        for (int i = 0; i < times.size(); i++) {
            PhaseTime time = times.get(i);
            Phase next = i + 1 < times.size() ? times.get(i + 1).phase() : over ? null : release.phase;
            boolean failed = next == Phase.ROLLBACK || next == null && over && isFailure(release.result, time.phase());
            String icon = failed ? "❌" : time.phase() == Phase.ROLLBACK ? "⏪" : "✅";
            lines.add(line(icon, time.phase(), seconds(time.endMillis() - time.startMillis())));
        }
        if (!over) {
            String since = "<t:" + release.phaseStartedAt / 1000 + ":R>";
            lines.add(line(
                    "⏳",
                    release.phase,
                    release.waitingFor == null
                            ? since
                            : since + " · " + Markdown.escape(sentence(release.waitingFor))));
        }
        return lines;
    }

    /** Whether the last phase is the one that failed. */
    private static boolean isFailure(ReleaseResult result, Phase last) {
        return switch (result.outcome()) {
            case PROMOTED, UNCHANGED, HELD -> false;
            case ROLLBACK_FAILED -> true;
            default -> last != Phase.ROLLBACK;
        };
    }

    private String line(String icon, Phase phase, String when) {
        return icon + " **" + say(Sentence.of("discord.phase." + phase)) + "** " + when;
    }

    /** The reason of a failure, or another result to explain; null if there is none. */
    private static Sentence reason(ReleaseSnapshot release) {
        if (release.result == null) {
            return release.failure;
        }
        return switch (release.result.outcome()) {
            case PROMOTED -> null;
            case ROLLED_BACK, FAILED_BEFORE_SWITCH, ABORTED -> release.failure == null
                    ? release.result.message()
                    : release.failure;
            default -> release.result.message();
        };
    }

    /** The first line, which is a sentence, and the rest, for example log lines. */
    private String[] split(Sentence sentence) {
        String[] parts = say(logLines ? sentence : sentence.with(LOG, NO_LOG, ReleaseEmbed::withoutLastWords)).split("\n", 2);
        return new String[] {parts[0], parts.length == 1 ? "" : parts[1]};
    }

    /** The first line alone, which announces no log lines. */
    private String sentence(Sentence whole) {
        return say(whole.with(LOG, NO_LOG, logLines ? UnaryOperator.identity() : ReleaseEmbed::withoutLastWords))
                .split("\n", 2)[0];
    }

    private static String withoutLastWords(String text) {
        Matcher said = LAST_WORDS.matcher(text);
        return said.matches() ? said.group(1) : text;
    }

    private static int color(ReleaseResult result) {
        if (result == null) {
            return BuildState.RUNNING.color();
        }
        return switch (result.outcome()) {
            case PROMOTED, HELD -> BuildState.SUCCESS.color();
            case UNCHANGED, ABORTED -> BuildState.ABORTED.color();
            default -> BuildState.FAILURE.color();
        };
    }

    private static String color(Color color) {
        return color == null ? null : (color == Color.BLUE ? "🔵 " : "🟢 ") + color.label();
    }

    private String seconds(long millis) {
        return say(Sentence.seconds(millis));
    }

    private String say(Sentence sentence) {
        return sentence.in(locale);
    }
}
