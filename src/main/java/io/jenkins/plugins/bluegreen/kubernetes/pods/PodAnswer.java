package io.jenkins.plugins.bluegreen.kubernetes.pods;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.HttpAnswer;

/**
 * A Pod's answer to a request.
 *
 * @param http the answer, or null when there was none
 * @param problem why there was none, or null
 * @param gone whether the Pod no longer exists
 */
record PodAnswer(HttpAnswer http, Sentence problem, boolean gone) {

    static PodAnswer of(HttpAnswer http) {
        return new PodAnswer(http, null, false);
    }

    static PodAnswer none(Sentence problem) {
        return new PodAnswer(null, problem, false);
    }

    static PodAnswer gone(String pod) {
        return new PodAnswer(null, Sentence.of("health.gone", pod), true);
    }

    boolean answered() {
        return http != null;
    }

    boolean isSuccess() {
        return answered() && http.isSuccess();
    }
}
