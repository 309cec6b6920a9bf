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
    private static final int BAD_REQUEST = 400;
    /** How Tomcat, Nginx, Go and Apache answer plain http on a port of https. */
    private static final List<String> NEEDS_TLS = List.of(
            "This combination of host and port requires TLS",
            "The plain HTTP request was sent to HTTPS port",
            "Client sent an HTTP request to an HTTPS server",
            "speaking plain HTTP to an SSL-enabled server port");

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
        if (http.code() == BAD_REQUEST && NEEDS_TLS.stream().anyMatch(http.body()::contains)) {
            return Sentence.of("health.needsTls", pod, check.port());
        }
        if (check.kind() == HealthCheck.Kind.ACTUATOR) {
            return ActuatorHealth.problem(pod, check.path(), http);
        }
        return http.isSuccess() ? null : Sentence.of("health.status", pod, check.path(), http.code());
    }
}
