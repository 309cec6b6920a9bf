package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.Locale;
import java.util.Map;

/** What pages say of a release, in one language: short texts, the same on all pages. */
public final class ReleaseWords {
    /** The class of an outcome in the style sheet; others are failures. */
    private static final Map<String, String> STYLES = Map.of(
            "", "running",
            Outcome.PROMOTED.name(), "promoted",
            Outcome.UNCHANGED.name(), "unchanged",
            Outcome.HELD.name(), "held",
            Outcome.ROLLED_BACK.name(), "back",
            Outcome.ABORTED.name(), "aborted");

    private final ReleaseRecord record;
    private final Locale locale;

    public ReleaseWords(ReleaseRecord record, Locale locale) {
        this.record = record;
        this.locale = locale;
    }

    /** Whether texts are shown in Korean. */
    static boolean isKorean(Locale locale) {
        return Locale.KOREAN.getLanguage().equals(locale.getLanguage());
    }

    /** The colour that had the traffic before; empty if there was none. */
    public String from() {
        boolean untouched = !record.color().isEmpty() && !record.color().equals(record.candidate());
        String from = untouched ? record.color() : record.previousColor();
        return from == null || from.equals(record.candidate()) ? "" : from;
    }

    /** The colour that is released; empty until it is decided. */
    public String to() {
        return record.candidate() == null ? "" : record.candidate();
    }

    /** As "backend: blue → green · prod/shop". */
    public String route() {
        return route(record.application(), from(), to(), record.cluster(), record.namespace());
    }

    static String route(String application, String from, String to, String cluster, String namespace) {
        String colors = from.isEmpty() || to.isEmpty() ? from + to : from + " → " + to;
        String name = application.isEmpty() ? "…" : application;
        return (colors.isEmpty() ? name : name + ": " + colors) + " · " + cluster + "/" + namespace;
    }

    /** As "backend is live on green". */
    public String headline() {
        return headline(record.operation(), record.outcome(), record.application(), record.color(), locale);
    }

    static String headline(String operation, String outcome, String application, String color, Locale locale) {
        boolean back = Operation.ROLL_BACK.name().equals(operation);
        String name = application.isEmpty() ? "…" : application;
        if (outcome.isEmpty()) {
            return Sentence.of(back ? "discord.rollingBack" : "discord.releasing", name).in(locale);
        }
        String of = back && !Outcome.HELD.name().equals(outcome) ? "discord.rollback." : "discord.outcome.";
        return Sentence.of(of + outcome, name, color).in(locale);
    }

    /** The outcome in a word or two, as "rolled back". */
    public String outcome() {
        return outcome(record.outcome(), locale);
    }

    /** @param outcome the name of an {@link Outcome}; empty: it runs */
    public static String outcome(String outcome, Locale locale) {
        return (switch (outcome) {
                    case "" -> Messages._ReleaseWords_running();
                    case "PROMOTED" -> Messages._ReleaseWords_PROMOTED();
                    case "UNCHANGED" -> Messages._ReleaseWords_UNCHANGED();
                    case "HELD" -> Messages._ReleaseWords_HELD();
                    case "ROLLED_BACK" -> Messages._ReleaseWords_ROLLED_BACK();
                    case "FAILED_BEFORE_SWITCH" -> Messages._ReleaseWords_FAILED_BEFORE_SWITCH();
                    case "ROLLBACK_FAILED" -> Messages._ReleaseWords_ROLLBACK_FAILED();
                    default -> Messages._ReleaseWords_ABORTED();
                })
                .toString(locale);
    }

    /** The class of the outcome in the style sheet. */
    public String style() {
        return style(record.outcome());
    }

    static String style(String outcome) {
        return STYLES.getOrDefault(outcome, "failed");
    }

    /** What happened, or the phase and what it waits for. */
    public String sentence() {
        boolean korean = isKorean(locale);
        if (!record.outcome().isEmpty()) {
            return korean ? record.messageKo() : record.message();
        }
        String waiting = korean ? record.waitingForKo() : record.waitingFor();
        String phase = phase(record.phase());
        return waiting.isEmpty() ? phase : Messages._ReleaseStatus_waiting(phase, waiting).toString(locale);
    }

    /** A phase's name. */
    String phase(String phase) {
        return phase.isEmpty() ? "" : Sentence.of("discord.phase." + phase).in(locale);
    }

    /** The time from its start to its end, or to now, in milliseconds. */
    public long millis(long now) {
        return Math.max(0, (record.endedAt() == 0 ? now : record.endedAt()) - record.startedAt());
    }

    /** A duration, as "12.3 s". */
    public String seconds(long millis) {
        return Sentence.seconds(millis).in(locale);
    }
}
