package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.Figure;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The figures of a release's monitoring: when Prometheus and Elasticsearch are asked, and what their answers lead to. A
 * count begins at the switch, and documents come late: it is asked once more at the end, and only then is too little, or
 * no index at all, a breach. Elasticsearch takes an age in full seconds, so it is asked when as many have passed.
 */
public final class Figures {
    private final MonitorProbes probes;
    private final Questions questions;
    private final MonitorSpec monitor;
    private final int timeoutSeconds;
    private final String color;
    private final QueryAnswers answers;
    private final Consumer<Sentence> tell;

    /**
     * The figures of a release, for one move.
     *
     * @param color what {@code ${COLOR}} stands for: the colour that has the traffic, or is to have it; null: none
     * @param tell takes what is not a breach, and should be known
     */
    public Figures(
            MonitorProbes probes,
            Questions questions,
            ReleaseSpec spec,
            Color color,
            QueryAnswers answers,
            Consumer<Sentence> tell) {
        this.probes = probes;
        this.questions = questions;
        this.answers = answers;
        this.tell = tell;
        this.color = color == null ? "" : color.label();
        monitor = spec.monitor();
        timeoutSeconds = spec.health().timeoutSeconds();
    }

    /**
     * Takes the answers that are there.
     *
     * @param due whether all are asked anew
     * @param over whether the last count is next
     * @param since for how long the colour has had the traffic, in milliseconds
     * @throws ReleaseException for a breach
     */
    public void look(boolean due, boolean over, long since) {
        monitor.queries().stream()
                .map(query -> query.about(color))
                .filter(query -> due || questions.query(query.query()).isOpen())
                .forEach(query -> judge(
                        query,
                        questions.query(query.query()),
                        false,
                        () -> probes.query(
                                monitor.prometheusUrl(), monitor.prometheusAccess(), query.query(), timeoutSeconds)));
        if (monitor.count() != null && (due && !over || questions.count.isOpen())) {
            judge(monitor.count(), questions.count, false, () -> count(OptionalLong.of(since / 1000)));
        }
    }

    /**
     * Counts for the last time.
     *
     * @return whether all is known
     * @throws ReleaseException for a breach
     */
    public boolean lookLast(long since) {
        return monitor.count() == null
                || judge(monitor.count(), questions.lastCount, true, () -> count(OptionalLong.of(since / 1000)));
    }

    /**
     * The last instant up to this one at which full seconds have passed; this one, if nothing is counted.
     *
     * @param ahead how much later the time since the switch is than the clock of the instant
     */
    public long fullSecond(long instant, long ahead) {
        return monitor.count() == null ? instant : instant - Math.floorMod(instant + ahead, 1000L);
    }

    /** The first such instant from this one on. */
    public long nextFullSecond(long instant, long ahead) {
        return monitor.count() == null ? instant : fullSecond(instant + 999, ahead);
    }

    private CompletableFuture<List<Double>> count(OptionalLong seconds) {
        return probes.count(monitor.count(), color, seconds, timeoutSeconds);
    }

    /** Whether it was answered, or what is missing is ignored. */
    private boolean judge(
            Figure figure,
            Questions.Question<List<Double>> question,
            boolean last,
            Supplier<CompletableFuture<List<Double>>> asked) {
        Optional<List<Double>> values;
        try {
            values = question.ask(asked);
        } catch (ReleaseException e) {
            tell(answers.unanswered(figure, e));
            return true;
        }
        values.ifPresent(given -> tell(answers.judge(figure, given, last)));
        return values.isPresent();
    }

    private void tell(Sentence what) {
        if (what != null) {
            tell.accept(what);
        }
    }

    /**
     * Asks once, before anything is touched, whether documents can be counted.
     *
     * @param first whether no version is live that could have written any
     * @return what to wait for; null when there is nothing to ask, or that was done
     * @throws ReleaseException when MONITOR would fail for it, and for a query that can never be answered
     */
    public Sentence lookBefore(boolean first) {
        ElasticsearchCount count = monitor.count();
        if (answers.asked || count == null || monitor.durationSeconds() == 0) {
            return null;
        }
        String shown = count.index(color);
        Optional<List<Double>> number;
        try {
            number = questions.count.ask(() -> count(OptionalLong.empty()));
        } catch (ReleaseException e) {
            if (e instanceof MonitorProbes.RefusedQuery || !count.ignoresNoData()) {
                throw new ReleaseException(Sentence.of("plan.count", shown, e.sentence()), e);
            }
            tell(Sentence.of("plan.countIgnored", shown, e.sentence()));
            answers.asked = true;
            return null;
        }
        if (number.isEmpty()) {
            return Sentence.of("plan.countAsked", shown);
        }
        if (number.get().isEmpty()) {
            if (!first && !count.ignoresNoData()) {
                throw new ReleaseException(Sentence.of("plan.noIndex", shown));
            }
            tell(Sentence.of("plan.noIndexYet", shown));
        }
        answers.asked = true;
        return null;
    }
}
