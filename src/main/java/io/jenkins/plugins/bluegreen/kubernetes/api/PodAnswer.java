package io.jenkins.plugins.bluegreen.kubernetes.api;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/**
 * What came back from a Pod.
 *
 * @param code the HTTP status; 0 when there was no answer
 * @param location where it redirects to, without the query, or empty
 * @param body at most {@code PodRequests.BODY_LIMIT} bytes of it
 * @param cut whether there was more
 * @param problem why there was no answer, or null
 * @param gone whether there is no such Pod any more
 */
public record PodAnswer(int code, String location, String body, boolean cut, Sentence problem, boolean gone) {

    public static PodAnswer none(Sentence problem) {
        return new PodAnswer(0, "", "", false, problem, false);
    }

    public static PodAnswer gone(String pod) {
        return new PodAnswer(0, "", "", false, Sentence.of("health.gone", pod), true);
    }

    public boolean answered() {
        return problem == null;
    }

    public boolean isSuccess() {
        return code / 100 == 2;
    }

    public boolean isRedirect() {
        return code / 100 == 3;
    }
}
