package io.jenkins.plugins.bluegreen.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Facts about Jobs: their conditions, their Pods, and what can't be changed. */
public interface JobFacts extends ServerFacts {
    default String jobs(String rest) {
        return "/apis/batch/v1/namespaces/" + namespace() + "/jobs" + rest;
    }

    /** A Job whose Pod ends after a moment. */
    default String job(String exitCode) {
        return """
                {apiVersion: batch/v1, kind: Job, metadata: {name: migrate}, spec: {backoffLimit: 0, template: {spec: {
                restartPolicy: Never, automountServiceAccountToken: false, containers: [{name: app, image: '%s',
                imagePullPolicy: IfNotPresent, env: [{name: CRASH_AFTER, value: 100ms},
                {name: CRASH_CODE, value: '%s'}]}]}}}}""".formatted(image(), exitCode);
    }

    private Reply finished(String condition) {
        return until(condition, () -> api().get(jobs("/migrate")), job -> !condition(job, condition).isMissingNode());
    }

    private static JsonNode condition(Reply job, String type) {
        for (JsonNode condition : job.body().at("/status/conditions")) {
            if (condition.path("type").asText().equals(type) && condition.path("status").asText().equals("True")) {
                return condition;
            }
        }
        return job.body().path("none");
    }

    private Reply pod() {
        return until(
                "one Pod",
                () -> api().get(core("pods?labelSelector=batch.kubernetes.io%2Fjob-name%3Dmigrate")),
                pods -> pods.body().path("items").size() == 1);
    }

    @Test
    default void aJobWhosePodSucceedsIsComplete() {
        api().post(jobs(""), job("0")).assertCode(201);
        Reply job = finished("Complete");
        assertEquals("1", job.at("/status/succeeded"));
        Reply pods = pod();
        assertEquals("Succeeded", pods.at("/items/0/status/phase"));
        assertEquals("migrate", pods.at("/items/0/metadata/labels/job-name"));
        assertEquals("Job", pods.at("/items/0/metadata/ownerReferences/0/kind"));
        assertEquals("Completed", pods.at("/items/0/status/containerStatuses/0/state/terminated/reason"));
    }

    @Test
    default void aJobBeyondItsBackoffLimitIsFailedAndKeepsItsPodAndLog() {
        api().post(jobs(""), job("3")).assertCode(201);
        JsonNode failed = condition(finished("Failed"), "Failed");
        assertEquals("BackoffLimitExceeded", failed.path("reason").asText());
        assertEquals("Job has reached the specified backoff limit", failed.path("message").asText());
        Reply pods = pod();
        assertEquals("Failed", pods.at("/items/0/status/phase"));
        assertEquals("3", pods.at("/items/0/status/containerStatuses/0/state/terminated/exitCode"));
        String log = core("pods/" + pods.at("/items/0/metadata/name") + "/log");
        assertTrue(!api().get(log, "*/*").assertCode(200).text().isEmpty());
    }

    @Test
    default void aJobCanNotBeCreatedTwiceNorChanged() {
        api().post(jobs(""), job("0")).assertCode(201);
        api().post(jobs(""), job("0")).assertRefused(409, "AlreadyExists", "jobs.batch \"migrate\" already exists");
        Reply refused = api().apply(jobs("/migrate?force=true"), "one", job("3"));
        assertEquals(422, refused.code(), refused.text());
        String begin = "Job.batch \"migrate\" is invalid: spec.template: Invalid value: ";
        assertTrue(refused.at("/message").startsWith(begin), refused.text());
        assertTrue(refused.at("/message").endsWith(": field is immutable"), refused.text());
    }

    @Test
    default void aJobNeedsARestartPolicy() {
        Reply refused = api().post(jobs(""), job("0").replace("restartPolicy: Never, ", ""));
        assertEquals(422, refused.code(), refused.text());
        assertTrue(refused.at("/message").contains("spec.template.spec.restartPolicy: "), refused.text());
        assertTrue(refused.at("/message").contains("\"OnFailure\", \"Never\""), refused.text());
    }

    @Test
    default void aDeletedJobTakesItsPodsWithIt() {
        api().post(jobs(""), job("0")).assertCode(201);
        finished("Complete");
        pod();
        api().delete(jobs("/migrate"), "{propagationPolicy: Background}").assertCode(200);
        until(
                "no Pod",
                () -> api().get(core("pods?labelSelector=job-name%3Dmigrate")),
                pods -> pods.body().path("items").isEmpty());
    }
}
