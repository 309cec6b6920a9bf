package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.HealthAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The questions of a release to Pods, to its address, to Prometheus and to Elasticsearch. No thread waits for an answer: it wakes the
 * release. Questions are lost with the process; the next one asks again.
 */
public final class Questions {
    /** One question at a time, about one thing. */
    public final class Question<T> {
        private CompletableFuture<T> answer;

        private Question() {}

        /** Whether it was asked and its answer was not taken. */
        public boolean isOpen() {
            return answer != null;
        }

        /**
         * Takes the answer; asks first, unless that was done.
         *
         * @return empty while there is no answer; the next move will find it
         * @throws RuntimeException what the question ended with instead of an answer
         */
        public Optional<T> ask(Supplier<CompletableFuture<T>> question) {
            if (answer == null) {
                answer = question.get();
                if (!answer.isDone()) {
                    answer.whenComplete((done, problem) -> wake.run());
                }
            }
            if (!answer.isDone()) {
                return Optional.empty();
            }
            CompletableFuture<T> done = answer;
            answer = null;
            try {
                return Optional.of(done.join());
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }

        private void forget() {
            CompletableFuture<T> forgotten = answer;
            answer = null;
            if (forgotten != null) {
                forgotten.cancel(true);
            }
        }
    }

    /** The health of Pods. */
    public final Question<Map<String, HealthAnswer>> health = new Question<>();
    /** The monitored URL; what is wrong with its answer. */
    public final Question<Optional<Sentence>> url = new Question<>();
    /** Pods that are to drain; those that refuse. */
    public final Question<Map<String, Sentence>> drain = new Question<>();
    /** Whether Pods are drained. */
    public final Question<Boolean> drained = new Question<>();

    /** The count of documents, and the one at the end of monitoring. */
    public final Question<List<Double>> count = new Question<>(), lastCount = new Question<>();

    private final Map<String, Question<List<Double>>> queries = new TreeMap<>();
    private volatile Runnable wake = () -> {};

    /** What makes the next move, when an answer has come. Any thread may call it. */
    public void onAnswer(Runnable next) {
        wake = next;
    }

    /** A query of Prometheus; the values of its samples. */
    public Question<List<Double>> query(String query) {
        return queries.computeIfAbsent(query, any -> new Question<>());
    }

    /** Whether any is open. */
    public boolean areOpen() {
        return all().anyMatch(Question::isOpen);
    }

    /** Forgets all of them, because the phase that asked is over. */
    public void forget() {
        all().forEach(Question::forget);
    }

    private Stream<Question<?>> all() {
        return Stream.concat(Stream.of(health, url, drain, drained, count, lastCount), queries.values().stream());
    }
}
