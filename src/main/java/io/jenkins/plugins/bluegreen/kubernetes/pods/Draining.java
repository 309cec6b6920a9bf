package io.jenkins.plugins.bluegreen.kubernetes.pods;

import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.pods.PodRequests.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks old Pods to close their connections, and whether they have done so. */
public final class Draining {
    private static final int TIMEOUT_SECONDS = 5;
    private static final String METRICS = "/metrics";

    private final PodRequests requests;

    public Draining(PodRequests requests) {
        this.requests = requests;
    }

    /** The Pods that did not agree, with the reason; one that is gone has nothing left to drain. */
    public CompletableFuture<Map<String, Sentence>> begin(Drain drain, List<String> pods) {
        return requests.get(pods, Page.proxied(drain.port(), drain.path()), TIMEOUT_SECONDS)
                .thenApply(answers -> refusals(drain, answers));
    }

    private static Map<String, Sentence> refusals(Drain drain, Map<String, PodAnswer> answers) {
        Map<String, Sentence> refusals = new LinkedHashMap<>();
        answers.forEach((pod, answer) -> {
            if (!answer.gone() && !answer.isSuccess()) {
                refusals.put(
                        pod,
                        answer.answered()
                                ? Sentence.of("health.status", pod, drain.path(), answer.http().code())
                                : answer.problem());
            }
        });
        return refusals;
    }

    public CompletableFuture<Boolean> isDone(Drain drain, List<String> pods) {
        if (drain.metric() == null) {
            return CompletableFuture.completedFuture(pods.isEmpty());
        }
        return requests.get(pods, Page.proxied(drain.port(), METRICS), TIMEOUT_SECONDS)
                .thenApply(answers -> answers.values().stream()
                        .allMatch(answer -> answer.gone()
                                || answer.isSuccess()
                                        && MetricsText.sum(answer.http().body(), drain.metric()).orElse(1) == 0));
    }
}
