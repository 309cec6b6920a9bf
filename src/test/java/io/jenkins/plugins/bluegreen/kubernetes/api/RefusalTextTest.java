package io.jenkins.plugins.bluegreen.kubernetes.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The text of a refusal has the field and the reason, and no value")
class RefusalTextTest {
    private static void reads(String expected, String message) {
        assertEquals(expected, RefusalText.withoutValues(message));
    }

    @Test
    @DisplayName("report 40: the Pod template of a Job that can't change, with a password in its environment")
    void podTemplate() {
        String expected = "Job.batch \"shop-migrate\" is invalid: spec.template: Invalid value: field is immutable";
        // 1.34, and before it Go's own form
        reads(
                expected,
                "Job.batch \"shop-migrate\" is invalid: spec.template: Invalid value: {\"ObjectMeta\":{\"Name\":\"\"},"
                        + "\"Spec\":{\"Containers\":[{\"Env\":[{\"Name\":\"DB_PASSWORD\",\"Value\":\"a: }\\\"], b\"}]}]}}: "
                        + "field is immutable");
        reads(
                expected,
                "Job.batch \"shop-migrate\" is invalid: spec.template: Invalid value: core.PodTemplateSpec{"
                        + "ObjectMeta:v1.ObjectMeta{Name:\"\", Labels:map[string]string{\"job-name\":\"a: b\"}}, Spec:core."
                        + "PodSpec{Volumes:[]core.Volume(nil), Env:[]core.EnvVar{core.EnvVar{Value:\"correct-horse\", "
                        + "ValueFrom:(*core.EnvVarSource)(nil)}}}}: field is immutable");
    }

    @Test
    @DisplayName("each of several problems is cut, and what is no value stays")
    void several() {
        reads(
                "x is invalid: [spec.a: Invalid value: must be b, spec.c: Required value, spec.d: Invalid value, spec.e: "
                        + "Duplicate value: \"http\", spec.f: Too long: may not be more than 63 bytes]",
                "x is invalid: [spec.a: Invalid value: \"correct, horse: battery\": must be b, spec.c: Required value, "
                        + "spec.d: Invalid value: {\"k\":\"v\"}, spec.e: Duplicate value: \"http\", spec.f: Too long: may not "
                        + "be more than 63 bytes]");
        reads("spec.e: Duplicate value", "spec.e: Duplicate value: {\"name\":\"PASSWORD\",\"value\":\"horse\"}");
        reads("exceeded quota: small, used: pods=2", "exceeded quota: small, used: pods=2");
    }

    @Test
    @DisplayName("a value that the server cut has no end and goes with all that follows")
    void cut() {
        reads("spec: Invalid value", "spec: Invalid value: {\"env\":[{\"value\":\"corr");
    }

    @Test
    @DisplayName("of a value of another type, and of a decoding error's excerpt, nothing stays")
    void types() {
        reads(
                "failed to create typed patch object: .spec.env[name=\"PIN\"].value: expected string, got another type",
                "failed to create typed patch object: .spec.env[name=\"PIN\"].value: expected string, got &value."
                        + "valueUnstructured{Value:12345}");
        reads("json: cannot unmarshal number", "json: cannot unmarshal number, error found in #10 byte of ...|\"PIN\":12345|...");
    }

    @Test
    @DisplayName("what may not change of a Pod, which the server shows as a difference, is no part of it")
    void difference() {
        String field = "is invalid: spec: Forbidden: pod updates may not change fields other than `spec.tolerations`";
        // 1.34, and before it Go's own form, with spaces that don't break lines
        reads(
                "Pod \"shop-shell\" " + field,
                "Pod \"shop-shell\" " + field + "\n@@ -13,7 +13,7 @@\n    \"Env\": [\n      \"Name\": \"DB_PASSWORD\",\n"
                        + "-     \"Value\": \"correct-horse\",\n+     \"Value\": \"wrong-horse\",\n    ],\n\n");
        reads(
                "Pod \"a\" [" + field + "\n, spec.b: Required value]",
                "Pod \"a\" [" + field + "\n\u00a0\u00a0core.PodSpec{\n- \tEnv: []core.EnvVar{{Value: \"horse\"}},\n"
                        + "  \t... // 4 identical fields\n  }\n, spec.b: Required value]");
        reads("denied the request:\n  rule: a team is needed", "denied the request:\n  rule: a team is needed");
    }
}
