package io.jenkins.plugins.bluegreen.kubernetes.api;

/**
 * The answer to a request.
 *
 * @param code the HTTP status
 * @param location the target of a redirect, without its query, or empty
 * @param retryAfter the header, or null
 * @param body the beginning of the body, up to the request's limit
 * @param cut whether the body is longer
 */
public record HttpAnswer(int code, String location, String retryAfter, String body, boolean cut) {

    public boolean isSuccess() {
        return code / 100 == 2;
    }

    public boolean isRedirect() {
        return code / 100 == 3;
    }
}
