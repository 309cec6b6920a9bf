package io.jenkins.plugins.bluegreen.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Facts about server-side apply: field owners and conflicts. */
public interface OwnershipFacts extends ServerFacts {
    private void applied(String color) {
        api().apply(core("services/backend"), "one", service(color)).assertCode(201);
    }

    private void switchedBySomeone() {
        api().merge(core("services/backend?fieldManager=kubectl-patch"), "{spec: {selector: {color: green}}}")
                .assertCode(200);
    }

    private static String owned(Reply reply, String manager) {
        for (JsonNode entry : reply.body().at("/metadata/managedFields")) {
            if (entry.path("manager").asText().equals(manager)) {
                return entry.path("operation").asText() + " " + entry.path("fieldsV1");
            }
        }
        return "";
    }

    @Test
    default void aSelectorIsOneFieldUnderServerSideApply() {
        applied("blue");
        switchedBySomeone();
        Reply live = api().get(core("services/backend"));
        assertEquals("Update {\"f:spec\":{\"f:selector\":{}}}", owned(live, "kubectl-patch"), live.text());
        api().apply(core("services/backend"), "one", service("blue"))
                .assertRefused(
                        409, "Conflict",
                        "Apply failed with 1 conflict: conflict with \"kubectl-patch\" using v1: .spec.selector")
                .assertDetails("{}")
                .assertCauses("FieldManagerConflict .spec.selector: conflict with \"kubectl-patch\" using v1");
    }

    @Test
    default void forceTakesTheSelectorAsAWhole() {
        applied("blue");
        api().merge(core("services/backend?fieldManager=kubectl-patch"), "{spec: {selector: {color: green, x: 'y'}}}")
                .assertCode(200);
        Reply forced = api().apply(core("services/backend?force=true"), "one", service("blue")).assertCode(200);
        assertEquals("{\"app\":\"backend\",\"color\":\"blue\"}", forced.at("/spec/selector"));
        assertEquals("", owned(forced, "kubectl-patch"), forced.text());
    }

    @Test
    default void severalConflictsAreListedByManager() {
        applied("blue");
        api().apply(core("services/backend"), "two", """
                        {apiVersion: v1, kind: Service, metadata: {name: backend}, spec: {
                        selector: {x: 'y'}, ports: [{port: 80, targetPort: 9090}]}}""")
                .assertRefused(
                        409, "Conflict", "Apply failed with 2 conflicts: conflicts with \"one\":\n- .spec.selector\n"
                        + "- .spec.ports[port=80,protocol=\"TCP\"].targetPort")
                .assertCauses("FieldManagerConflict .spec.selector: conflict with \"one\"",
                        "FieldManagerConflict .spec.ports[port=80,protocol=\"TCP\"].targetPort: conflict with \"one\"");
    }

    @Test
    default void applyingTheSameAgainWritesNothing() {
        applied("blue");
        String version = api().get(core("services/backend")).version();
        assertEquals(version, api().apply(core("services/backend"), "one", service("blue")).assertCode(200).version());
    }

    @Test
    default void aPatchThatChangesNothingShowsTheObjectAsAnApplyOfTheSameDoes() {
        applied("blue");
        switchedBySomeone();
        Reply there = api().merge(core("services/backend?dryRun=All&fieldManager=one"), "{}").assertCode(200);
        assertEquals(api().get(core("services/backend")).version(), there.version());
        assertEquals("Update {\"f:spec\":{\"f:selector\":{}}}", owned(there, "kubectl-patch"), there.text());
        assertEquals("{\"app\":\"backend\",\"color\":\"green\"}", there.at("/spec/selector"));
        Reply same = api().apply(core("services/backend?dryRun=All&force=true"), "one", service("green"))
                .assertCode(200);
        assertEquals(there.at("/spec"), same.at("/spec"));
        api().merge(core("services/other?dryRun=All&fieldManager=one"), "{}").assertCode(404);
    }

    @Test
    default void anApplyNeedsAFieldManager() {
        api().send("PATCH", core("services/backend"), ApiCaller.APPLY, service("blue"))
                .assertRefused(422, "Invalid",
                        "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for "
                        + "apply patch")
                .assertDetails("{\"group\":\"meta.k8s.io\",\"kind\":\"PatchOptions\"}")
                .assertCauses("FieldValueRequired fieldManager: Required value: is required for apply patch");
    }

    @Test
    default void anApplyWithAnOldVersionConflictsButCreatesWhereNothingIs() {
        String first = api().apply(core("services/backend"), "one", service("blue")).version();
        api().merge(core("services/backend?fieldManager=kubectl-label"), "{metadata: {labels: {a: b}}}")
                .assertCode(200);
        String stale = service("blue").replace("name: backend}", "name: backend, resourceVersion: '" + first + "'}");
        api().apply(core("services/backend"), "one", stale)
                .assertRefused(409, "Conflict", "Operation cannot be fulfilled on "
                + "services \"backend\": the object has been modified; please apply your changes to the latest "
                + "version and try again");
        api().apply(core("services/other"), "one", stale.replace("{name: backend,", "{name: other,")).assertCode(201);
    }

    @Test
    default void anApplyWithTheUidOfADeletedObjectIs409AndCreatesNothing() {
        Reply first = api().apply(core("services/backend"), "one", service("blue"));
        String again = service("blue").replace("name: backend}", "name: backend, uid: " + first.uid()
                + ", resourceVersion: '" + first.version() + "'}");
        api().delete(core("services/backend"), "").assertCode(200);
        api().apply(core("services/backend"), "one", again)
                .assertRefused(409, "Conflict", "Operation cannot be fulfilled on services \"backend\": uid mismatch: "
                        + "the provided object specified uid " + first.uid() + ", and no existing object was found");
        api().get(core("services/backend")).assertCode(404);
    }

    @Test
    default void aFieldOfAnotherIsSaidBeforeAnOldVersion() {
        String first = api().apply(core("services/backend"), "one", service("blue")).version();
        switchedBySomeone();
        api().apply(core("services/backend"), "one",
                        service("blue").replace("name: backend}", "name: backend, resourceVersion: '" + first + "'}"))
                .assertRefused(409, "Conflict",
                        "Apply failed with 1 conflict: conflict with \"kubectl-patch\" using v1: .spec.selector");
    }

    @Test
    default void managedFieldsAreNotForClients() {
        api().apply(core("configmaps/a"), "one",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, managedFields: [{}]}}")
                .assertRefused(400, "BadRequest", "metadata.managedFields must be nil").assertDetails("");
    }

    @Test
    default void theBodyHasToFitThePath() {
        api().apply(core("configmaps/a"), "one", configMap("b")).assertRefused(400, "BadRequest",
                "the name of the object (b) does not match the name on the URL (a)");
        api().apply(core("configmaps/a"), "one",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: other}}")
                .assertRefused(400, "BadRequest",
                        "the namespace of the provided object does not match the namespace sent on the request");
        api().apply(core("configmaps/a"), "one", "{apiVersion: v1, kind: Secret, metadata: {name: a}}")
                .assertRefused(400, "BadRequest", "invalid object type: /v1, Kind=Secret");
    }
}
