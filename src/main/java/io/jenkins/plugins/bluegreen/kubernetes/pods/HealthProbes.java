package io.jenkins.plugins.bluegreen.kubernetes.pods;

import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.HealthAnswer;
import io.jenkins.plugins.bluegreen.kubernetes.api.HttpAnswer;
import io.jenkins.plugins.bluegreen.kubernetes.pods.PodRequests.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks Pods for their health and judges their answers. */
public final class HealthProbes {
    private final PodRequests requests;

    public HealthProbes(PodRequests requests) {
        this.requests = requests;
    }

    public CompletableFuture<Map<String, HealthAnswer>> ask(HealthCheck check, List<String> pods) {
        if (check.kind() == HealthCheck.Kind.NONE) {
            Map<String, HealthAnswer> health = new LinkedHashMap<>();
            pods.forEach(pod -> health.put(pod, new HealthAnswer(true, null)));
            return CompletableFuture.completedFuture(health);
        }
        Page page = new Page(check.via(), check.scheme(), check.port(), check.path());
        return requests.get(pods, page, check.timeoutSeconds()).thenApply(answers -> judged(check, answers));
    }

    private static Map<String, HealthAnswer> judged(HealthCheck check, Map<String, PodAnswer> answers) {
        Map<String, HealthAnswer> health = new LinkedHashMap<>();
        answers.forEach((pod, answer) -> {
            Sentence problem = problem(check, pod, answer);
            health.put(pod, new HealthAnswer(problem == null, problem, answer.asked()));
        });
        return health;
    }

    private static Sentence problem(HealthCheck check, String pod, PodAnswer answer) {
        if (!answer.answered()) {
            return answer.problem();
        }
        HttpAnswer http = answer.http();
        if (http.isRedirect()) {
            return Sentence.of("health.redirected", pod, check.path(), http.location());
        }
        if (check.kind() == HealthCheck.Kind.ACTUATOR) {
            return ActuatorHealth.problem(pod, check.path(), http);
        }
        return http.isSuccess() ? null : Sentence.of("health.status", pod, check.path(), http.code());
    }
}
