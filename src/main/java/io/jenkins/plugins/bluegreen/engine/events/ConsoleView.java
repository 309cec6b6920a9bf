package io.jenkins.plugins.bluegreen.engine.events;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The log lines of a release: for each event the time since its start, the application, the phase and a text. For a
 * build's console and for the demo. Only the last line has a failure's sentence, because it also says where the traffic
 * is.
 */
public final class ConsoleView implements ReleaseEvents {
    private static final String RESET = "\u001b[0m";
    private static final Map<Phase, String> COLORS = Map.of(
            Phase.SWITCH, "\u001b[1;35m", Phase.ROLLBACK, "\u001b[1;31m", Phase.MONITOR, "\u001b[36m");

    private final Consumer<String> lines;
    private final Locale locale;
    private final boolean ansi;
    private final Predicate<Outcome> saidElsewhere;

    /**
     * A view that writes to {@code lines}.
     *
     * @param lines called with each line, without a line end
     * @param ansi whether phases are coloured by ANSI escapes; for terminals only
     */
    public ConsoleView(Consumer<String> lines, Locale locale, boolean ansi) {
        this(lines, locale, ansi, outcome -> false);
    }

    private ConsoleView(Consumer<String> lines, Locale locale, boolean ansi, Predicate<Outcome> saidElsewhere) {
        this.lines = lines;
        this.locale = locale;
        this.ansi = ansi;
        this.saidElsewhere = saidElsewhere;
    }

    /**
     * The same view without the result's message for some outcomes.
     *
     * @param outcomes those whose message is shown by something else, as by the exception that fails a build
     */
    public ConsoleView withoutMessageOf(Predicate<Outcome> outcomes) {
        return new ConsoleView(lines, locale, ansi, outcomes);
    }

    @Override
    public void started(ReleaseView state, Phase phase) {
        boolean first = phase == Phase.PLAN && state.times().isEmpty();
        if (first) {
            boolean release = state.operation() == Operation.RELEASE;
            say(state, phase, release
                    ? Sentence.of("console.release", state.spec().namespace())
                    : Sentence.of("console.rollback", state.spec().namespace()));
        } else {
            say(state, phase, Sentence.of("console.started"));
        }
    }

    @Override
    public void progress(ReleaseView state, Phase phase, Sentence what) {
        say(state, phase, what);
    }

    @Override
    public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
        say(state, phase, Sentence.of("console.waiting", forWhat));
    }

    @Override
    public void warning(ReleaseView state, Sentence what) {
        say(state, state.phase(), Sentence.of("console.warning", what));
    }

    @Override
    public void ended(ReleaseView state, Phase phase, long millis, Sentence failure) {
        say(
                state,
                phase,
                failure == null
                        ? Sentence.of("console.ended", Sentence.seconds(millis))
                        : Sentence.of("console.failed", Sentence.seconds(millis)));
    }

    @Override
    public void finished(ReleaseView state, ReleaseResult result) {
        Sentence duration = Sentence.seconds(result.millis());
        say(
                state,
                state.phase(),
                saidElsewhere.test(result.outcome())
                        ? Sentence.of("console.over", result.outcome(), duration)
                        : Sentence.of("console.finished", result.outcome(), duration, result.message()));
    }

    /** Writes one line for each line of the text: a Pod's log has several. */
    private void say(ReleaseView state, Phase phase, Sentence what) {
        String name = state.application() != null ? state.application() : state.spec().application();
        String color = ansi ? COLORS.getOrDefault(phase, "\u001b[34m") : "";
        String prefix = String.format(
                Locale.ROOT,
                "[%s] %s %s%-8s%s ",
                name == null ? "-" : name,
                clock(state.clockNow() - state.startedAt()),
                color,
                phase,
                ansi ? RESET : "");
        what.in(locale).lines().forEach(line -> lines.accept(prefix + line));
    }

    private static String clock(long millis) {
        long tenths = Math.max(0, millis) / 100;
        return String.format(Locale.ROOT, "%02d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10);
    }
}
