package io.jenkins.plugins.bluegreen.demo.drills;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** The document about a run of the drills, in one language. Its texts are resources, its figures those of the run. */
public final class DrillDocument {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Locale locale;
    private final RanOn ranOn;
    private final Map<Drill, DrillResult> results = new EnumMap<>(Drill.class);
    private final ResourceBundle texts;
    private final List<String> lines = new ArrayList<>();

    /** @param results of drills that were run; others are named as not run */
    public DrillDocument(Locale locale, RanOn ranOn, Collection<DrillResult> results) {
        this.locale = locale;
        this.ranOn = ranOn;
        results.forEach(result -> this.results.put(result.drill(), result));
        texts = texts(locale);
    }

    static ResourceBundle texts(Locale locale) {
        return ResourceBundle.getBundle(
                DrillDocument.class.getPackageName() + ".Drills",
                locale.equals(Locale.KOREAN) ? locale : Locale.ROOT,
                NO_FALLBACK);
    }

    /** Markdown. */
    public String text() {
        lines.clear();
        add("# " + say("title"), "", say("other"), "", say("intro"), "");
        add("| | |", "|---|---|");
        row("on.kubernetes", ranOn.kubernetes());
        row("on.nodes", say("on.nodes.value", ranOn.nodes(), ranOn.cores()));
        row("on.machine", say("on.machine.value", ranOn.machineCores(), decimal(ranOn.loadBefore()),
                decimal(ranOn.loadAfter())));
        row("on.users", say("on.users.value", ranOn.perSecond(), ranOn.atOnce()));
        row("on.date", ranOn.date());
        row("on.plugin", "`" + ranOn.plugin() + "`");
        row("on.command", "`" + ranOn.command() + "`");
        add("", say("columns"), "");
        add(say("head"), "|---|--:|--:|--:|--:|--:|---|---|");
        for (Drill drill : Drill.values()) {
            add(row(drill));
        }
        for (Drill drill : Drill.values()) {
            section(drill);
        }
        return String.join("\n", lines) + "\n";
    }

    private String row(Drill drill) {
        DrillResult result = results.get(drill);
        String name = say(drill.key() + ".title");
        String byHand = say(drill.key() + ".short");
        if (result == null) {
            return "| " + name + " | – | – | – | – | – | " + say("notRun") + " | " + byHand + " |";
        }
        return String.format(Locale.ROOT, "| %s | %,d | %,d | %,d | %s | %s | %s | %s |",
                name, result.requests(), result.lost(), result.outageMillis(), back(result),
                decimal(result.seconds()), result.outcome(), byHand);
    }

    private String back(DrillResult result) {
        return result.backSeconds() == null ? "–" : decimal(result.backSeconds());
    }

    private void section(Drill drill) {
        add("", "## " + say(drill.key() + ".title"), "", say(drill.key() + ".done"), "");
        DrillResult result = results.get(drill);
        if (result == null) {
            add(say("notRun.why"));
        } else {
            add("- " + users(result));
            result.figures().forEach((key, value) -> add("- " + say("figure." + key, decimal(value))));
            add("- " + say("outcome", result.outcome(), decimal(result.seconds())));
            result.problems().forEach(problem -> add("- **" + say("problem", problem) + "**"));
            quoted("discord", result.discord().in(locale));
            quoted("page", result.page().in(locale));
            if (!result.log().isEmpty()) {
                add("", say("log"), "", "```");
                result.log().forEach(this::add);
                add("```");
            }
        }
        add("", say("byHand", say(drill.key() + ".byHand")));
    }

    private String users(DrillResult result) {
        String requests = String.format(Locale.ROOT, "%,d", result.requests());
        String saw = result.lost() == 0
                ? say("users.nothing", requests)
                : say("users.lost", requests, String.format(Locale.ROOT, "%,d", result.lost()),
                        String.format(Locale.ROOT, "%,d", result.outageMillis()));
        return result.backSeconds() == null ? saw : saw + " " + say("users.back", decimal(result.backSeconds()));
    }

    private void quoted(String what, String text) {
        if (text.isEmpty()) {
            add("", say(what + ".nothing"));
            return;
        }
        add("", say(what), "");
        boolean code = false;
        String[] quote = text.strip().split("\n");
        for (int i = 0; i < quote.length; i++) {
            String line = quote[i].stripTrailing();
            boolean fence = line.startsWith("```");
            code ^= fence && line.indexOf("```", 3) < 0;
            boolean breaks = !code && !fence && !line.isEmpty() && i + 1 < quote.length
                    && !quote[i + 1].isBlank() && !quote[i + 1].startsWith("```");
            add(("> " + line).stripTrailing() + (breaks ? "\\" : ""));
        }
    }

    private void row(String key, String value) {
        add("| " + say(key) + " | " + value + " |");
    }

    private void add(String... some) {
        lines.addAll(List.of(some));
    }

    private String say(String key, Object... values) {
        return new MessageFormat(texts.getString(key), Locale.ROOT).format(values);
    }

    private static String decimal(double value) {
        return value == Math.rint(value) && value < 1_000
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
