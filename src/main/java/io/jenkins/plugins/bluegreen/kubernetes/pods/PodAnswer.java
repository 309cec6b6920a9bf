package io.jenkins.plugins.bluegreen.kubernetes.pods;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.HttpAnswer;

/**
 * A Pod's answer to a request.
 *
 * @param http the answer, or null when there was none
 * @param problem why there was none, or null
 * @param gone whether the Pod no longer exists
 * @param asked whether the request reached the Pod, as far as that can be told
 */
record PodAnswer(HttpAnswer http, Sentence problem, boolean gone, boolean asked) {

    static PodAnswer of(HttpAnswer http) {
        return new PodAnswer(http, null, false, true);
    }

    /** No answer in time. The Pod may hang: what loses the connection on the way is mostly told at once. */
    static PodAnswer late(Sentence problem) {
        return new PodAnswer(null, problem, false, true);
    }

    static PodAnswer unreachable(Sentence problem) {
        return new PodAnswer(null, problem, false, false);
    }

    static PodAnswer gone(String pod) {
        return new PodAnswer(null, Sentence.of("health.gone", pod), true, false);
    }

    boolean answered() {
        return http != null;
    }

    boolean isSuccess() {
        return answered() && http.isSuccess();
    }
}
