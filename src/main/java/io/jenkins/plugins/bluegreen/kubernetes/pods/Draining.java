package io.jenkins.plugins.bluegreen.kubernetes.pods;

import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.pods.PodRequests.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks old Pods to close their connections, and whether they have done so. */
public final class Draining {
    private static final int TIMEOUT_SECONDS = 5;
    private static final String METRICS = "/metrics";

    private final PodRequests requests;

    public Draining(PodRequests requests) {
        this.requests = requests;
    }

    /** The Pods that did not agree, with the reason; one that is gone has nothing left to drain. */
    public Map<String, Sentence> begin(Drain drain, List<String> pods) {
        Map<String, Sentence> refusals = new LinkedHashMap<>();
        requests.get(pods, Page.proxied(drain.port(), drain.path()), TIMEOUT_SECONDS).forEach((pod, answer) -> {
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

    public boolean isDone(Drain drain, List<String> pods) {
        if (drain.metric() == null) {
            return pods.isEmpty();
        }
        return requests.get(pods, Page.proxied(drain.port(), METRICS), TIMEOUT_SECONDS).values().stream()
                .allMatch(answer -> answer.gone()
                        || answer.isSuccess() && MetricsText.sum(answer.http().body(), drain.metric()).orElse(1) == 0);
    }
}
