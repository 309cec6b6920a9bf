package io.jenkins.plugins.bluegreen.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Facts about invalid objects: unknown fields, names, ports, selectors that don't match; and dry runs. */
public interface ValidationFacts extends ServerFacts {
    String SUBDOMAIN =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
            + "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
            + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    String LABEL_VALUE =
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "
            + "start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used "
            + "for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    @Test
    default void aFieldThatTheKindHasNotIs500UnderServerSideApply() {
        api().apply(apps("deployments/backend?fieldValidation=Strict&dryRun=All"), "one",
                        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: backend}, spec: {replica: 3}}")
                .assertRefused(500, "", "failed to create typed patch object (/backend; apps/v1, Kind=Deployment): "
                        + ".spec.replica: field not declared in schema")
                .assertDetails("");
    }

    @Test
    default void aFieldThatTheKindHasNotIs400ForAStrictCreate() {
        String typos = deployment("backend", 0).replace("replicas: 0", "replicas: 0, replica: 3")
                .replace("image:", "imagee: x, image:");
        api().post(apps("deployments?fieldValidation=Strict"), typos).assertRefused(400, "BadRequest",
                        "Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: "
                                + "unknown field \"spec.replica\", "
                                + "unknown field \"spec.template.spec.containers[0].imagee\"")
                .assertDetails("");
        Reply dropped = api().post(apps("deployments"), typos).assertCode(201);
        assertEquals("", dropped.at("/spec/replica"), "the field is dropped");
    }

    @Test
    default void aFieldThatTheKindHasNotIs422ForAStrictMergePatch() {
        api().post(apps("deployments"), deployment("backend", 0)).assertCode(201);
        Reply refused = api().merge(apps("deployments/backend?fieldValidation=Strict"), "{spec: {replica: 3}}");
        assertEquals(422, refused.code(), refused.text());
        assertTrue(refused.at("/message").startsWith(" \"\" is invalid: patch: Invalid value: \"{"), refused.text());
        assertTrue(refused.at("/message").endsWith("}\": strict decoding error: unknown field \"spec.replica\""),
                refused.text());
    }

    @Test
    default void theSelectorOfADeploymentIsImmutable() {
        api().post(apps("deployments"), deployment("backend", 0)).assertCode(201);
        api().merge(apps("deployments/backend"),
                        "{spec: {selector: {matchLabels: {app: x}}, template: {metadata: {labels: {app: x}}}}}")
                .assertRefused(422, "Invalid", "Deployment.apps \"backend\" is invalid: spec.selector: Invalid value: "
                        + "{\"matchLabels\":{\"app\":\"x\"}}: field is immutable")
                .assertDetails("{\"name\":\"backend\",\"group\":\"apps\",\"kind\":\"Deployment\"}")
                .assertCauses(
                        "FieldValueInvalid spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"x\"}}: field is "
                        + "immutable");
    }

    @Test
    default void anotherStrategyDoesNotFitTheDefaultsOfTheOldOne() {
        String one = deployment("backend", 0);
        api().apply(apps("deployments/backend"), "one", one).assertCode(201);
        api().apply(apps("deployments/backend"), "one",
                        one.replace("spec: {replicas", "spec: {strategy: {type: Recreate}, replicas"))
                .assertRefused(422, "Invalid", "Deployment.apps \"backend\" is invalid: spec.strategy.rollingUpdate: "
                        + "Forbidden: may not be specified when strategy `type` is 'Recreate'");
    }

    @Test
    default void theTypeOfASecretIsImmutable() {
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: s}, type: TYPE}";
        api().apply(core("secrets/s"), "one", secret.replace("TYPE", "Opaque")).assertCode(201);
        api().apply(core("secrets/s"), "one", secret.replace("TYPE", "example.com/other"))
                .assertRefused(422, "Invalid", "Secret \"s\" is invalid: type: Invalid value: \"example.com/other\": "
                        + "field is immutable");
    }

    @Test
    default void anEntryThatWasAppliedAsStringDataStaysInTheSecret() {
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a: b, c: d}}";
        api().apply(core("secrets/s"), "one", secret).assertCode(201);
        api().apply(core("secrets/s"), "one", secret.replace(", c: d", "")).assertCode(200);
        assertEquals("ZA==", api().get(core("secrets/s")).at("/data/c"));
    }

    @Test
    default void theSelectorOfADeploymentHasToFitItsTemplateInADryRunToo() {
        api().apply(apps("deployments/backend?dryRun=All"), "one",
                        deployment("backend", 0).replace("labels: {app: backend}", "labels: {app: x}"))
                .assertRefused(
                        422, "Invalid",
                        "Deployment.apps \"backend\" is invalid: spec.template.metadata.labels: Invalid "
                        + "value: {\"app\":\"x\"}: `selector` does not match template `labels`");
    }

    @Test
    default void namesAreCheckedByKind() {
        String dns1035 =
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
                + "character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for "
                + "validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
        invalid("services", service("blue").replace("name: backend}", "name: Backend}"), "Service \"Backend\"",
                "metadata.name", "Invalid value: \"Backend\": " + dns1035);
        String long64 = "a".repeat(64);
        invalid("services", service("blue").replace("name: backend}", "name: " + long64 + "}"), "Service \"" + long64
                + "\"",
                "metadata.name", "Invalid value: \"" + long64 + "\": must be no more than 63 characters");
        String long254 = "a".repeat(254);
        invalid("configmaps", configMap(long254), "ConfigMap \"" + long254 + "\"",
                "metadata.name", "Invalid value: \"" + long254 + "\": must be no more than 253 characters");
        invalid("configmaps", configMap("a_b"), "ConfigMap \"a_b\"", "metadata.name", "Invalid value: \"a_b\": "
                + SUBDOMAIN);
        invalid("configmaps", configMap("a").replace("mine", "b c"), "ConfigMap \"a\"", "metadata.labels",
                "Invalid value: \"b c\": " + LABEL_VALUE);
    }

    private void invalid(String resource, String yaml, String object, String field, String why) {
        api().post(core(resource), yaml).assertRefused(422, "Invalid", object + " is invalid: " + field + ": " + why)
                .assertCauses("FieldValueInvalid " + field + ": " + why);
    }

    @Test
    default void everythingThatIsWrongIsSaidAtOnce() {
        String range = "Invalid value: 80000: must be between 1 and 65535, inclusive";
        api().post(core("services"), "{metadata: {name: two}, spec: {ports: [{port: 80000}, {port: 80}]}}")
                .assertRefused(
                        422, "Invalid",
                        "Service \"two\" is invalid: [spec.ports[0].name: Required value, spec.ports[0].port: "
                        + range + ", spec.ports[0].targetPort: " + range + ", spec.ports[1].name: Required value]")
                .assertDetails("{\"name\":\"two\",\"kind\":\"Service\"}")
                .assertCauses(
                        "FieldValueRequired spec.ports[0].name: Required value",
                        "FieldValueInvalid spec.ports[0].port: " + range,
                        "FieldValueInvalid spec.ports[0].targetPort: " + range,
                        "FieldValueRequired spec.ports[1].name: Required value");
    }

    @Test
    default void aTypeThatDoesNotFitIs500UnderServerSideApplyAnd400ForACreate() {
        String three = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: backend}, spec: {replicas: three}}";
        api().apply(apps("deployments/backend"), "one", three).assertRefused(500, "",
                "failed to create typed patch object (/backend; apps/v1, Kind=Deployment): .spec.replicas: expected "
                + "numeric "
                        + "(int or float), got string");
        api().post(apps("deployments"), three)
                .assertRefused(400, "BadRequest", "Deployment in version \"v1\" cannot be handled as a "
                + "Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of "
                + "type int32");
    }

    @Test
    default void aDryRunAnswersAsTheWriteWouldAndStoresNothing() {
        Reply created = api().apply(core("services/backend?dryRun=All"), "one", service("blue")).assertCode(201);
        assertEquals("", created.version(), created.text());
        api().get(core("services/backend")).assertCode(404);
        String version = api().apply(core("services/backend"), "one", service("blue")).version();
        Reply changed = api().apply(core("services/backend?dryRun=All"), "one", service("green")).assertCode(200);
        assertEquals("green " + version, changed.at("/spec/selector/color") + " " + changed.version());
        api().delete(core("services/backend?dryRun=All"), "").assertCode(200);
        assertEquals("blue", api().get(core("services/backend")).at("/spec/selector/color"));
        api().apply(core("services/backend?dryRun=some"), "one", service("green")).assertRefused(422, "Invalid",
                "PatchOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"some\"]: supported values: "
                + "\"All\"");
    }

    @Test
    default void nodePortsGoWithTheTypeUnlessTheWriteNamesThem() {
        String ports = "ports: [{name: http, port: 80, protocol: TCP, targetPort: 80";
        api().post(core("services"), "{metadata: {name: outside}, spec: {type: NodePort, " + ports + "}]}}")
                .assertCode(201);
        String nodePort = api().get(core("services/outside")).at("/spec/ports/0/nodePort");
        Reply inside = api().merge(core("services/outside"), "{spec: {type: ClusterIP, " + ports + ", nodePort: "
                + nodePort + "}]}}").assertCode(200);
        assertEquals("", inside.at("/spec/ports/0/nodePort") + inside.at("/spec/externalTrafficPolicy"));
        api().merge(core("services/outside"), "{spec: {" + ports + ", nodePort: " + nodePort + "}]}}")
                .assertRefused(422, "Invalid", "Service \"outside\" is invalid: spec.ports[0].nodePort: Forbidden: "
                        + "may not be used when `type` is 'ClusterIP'");
        api().merge(core("services/outside"), "{spec: {externalTrafficPolicy: Local}}")
                .assertRefused(422, "Invalid", "Service \"outside\" is invalid: spec.externalTrafficPolicy: Invalid "
                        + "value: \"Local\": may only be set for externally-accessible services");
        Reply back = api().merge(core("services/outside"), "{spec: {type: NodePort, " + ports + ", nodePort: "
                + nodePort + "}]}}").assertCode(200);
        assertEquals(nodePort, back.at("/spec/ports/0/nodePort"));
    }
}
