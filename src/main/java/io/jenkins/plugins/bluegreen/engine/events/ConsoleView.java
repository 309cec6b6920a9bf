package io.jenkins.plugins.bluegreen.engine.events;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A release as lines of text, one for each event: when, which application and phase, what. What the demo and a build's
 * console show.
 */
public final class ConsoleView implements ReleaseEvents {
    private static final String RESET = "\u001b[0m";
    private static final Map<Phase, String> COLORS = Map.of(
            Phase.SWITCH, "\u001b[1;35m", Phase.ROLLBACK, "\u001b[1;31m", Phase.MONITOR, "\u001b[36m");

    private final Consumer<String> lines;
    private final Locale locale;
    private final boolean ansi;

    /**
     * A view.
     *
     * @param lines gets each line, without its end
     * @param ansi whether to colour phases; for terminals only
     */
    public ConsoleView(Consumer<String> lines, Locale locale, boolean ansi) {
        this.lines = lines;
        this.locale = locale;
        this.ansi = ansi;
    }

    @Override
    public void started(ReleaseState state, Phase phase) {
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
    public void progress(ReleaseState state, Phase phase, Sentence what) {
        say(state, phase, what);
    }

    @Override
    public void waiting(ReleaseState state, Phase phase, Sentence forWhat) {
        say(state, phase, Sentence.of("console.waiting", forWhat));
    }

    @Override
    public void warning(ReleaseState state, Sentence what) {
        say(state, state.phase(), Sentence.of("console.warning", what));
    }

    @Override
    public void ended(ReleaseState state, Phase phase, long millis, Sentence failure) {
        say(
                state,
                phase,
                failure == null
                        ? Sentence.of("console.ended", Sentence.seconds(millis))
                        : Sentence.of("console.failed", Sentence.seconds(millis), failure));
    }

    @Override
    public void finished(ReleaseState state, ReleaseResult result) {
        say(
                state,
                state.phase(),
                Sentence.of("console.finished", result.outcome(), Sentence.seconds(result.millis()), result.message()));
    }

    /** A line for each line of the text: a Pod's last log lines keep their shape. */
    private void say(ReleaseState state, Phase phase, Sentence what) {
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
