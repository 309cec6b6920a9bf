package io.jenkins.plugins.bluegreen.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** Facts about compare-and-set: resourceVersions, uids, a JSON Patch's {@code test}, and Leases as locks. */
public interface PreconditionFacts extends ServerFacts {
    String MODIFIED = "the object has been modified; please apply your changes to the latest version and try again";
    String LEASE = """
            {apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: lock},
            spec: {holderIdentity: one, leaseDurationSeconds: 30}}""";

    private Reply backend() {
        return api().post(core("services"), service("blue")).assertCode(201);
    }

    @Test
    default void aMergePatchWithAnOldVersionIs409AndChangesNothing() {
        String first = backend().version();
        api().merge(core("services/backend"), "{metadata: {labels: {a: b}}}").assertCode(200);
        String green = "{metadata: {resourceVersion: '%s'}, spec: {selector: {color: green}}}";
        api().merge(core("services/backend"), green.formatted(first))
                .assertRefused(409, "Conflict", "Operation cannot be fulfilled on services \"backend\": " + MODIFIED)
                .assertDetails("{\"name\":\"backend\",\"kind\":\"services\"}");
        Reply live = api().get(core("services/backend"));
        assertEquals("blue", live.at("/spec/selector/color"));
        Reply switched = api().merge(core("services/backend"), green.formatted(live.version())).assertCode(200);
        assertEquals("green", switched.at("/spec/selector/color"));
        assertNotEquals(live.version(), switched.version());
    }

    @Test
    default void anUpdateWithAnOldVersionIs409() {
        String first = backend().version();
        api().merge(core("services/backend"), "{metadata: {labels: {a: b}}}").assertCode(200);
        api().put(core("services/backend"), service("green")
                .replace("name: backend}", "name: backend, resourceVersion: '" + first + "'}"))
                .assertRefused(409, "Conflict", "Operation cannot be fulfilled on services \"backend\": " + MODIFIED);
    }

    @Test
    default void aJsonPatchWhoseTestFailsIsABare422() {
        backend();
        api().send("PATCH", core("services/backend"), ApiCaller.JSON_PATCH,
                        "[{op: test, path: /spec/selector/color, value: green},"
                        + " {op: replace, path: /spec/selector/color, value: red}]")
                .assertRefused(422, "Invalid", "the server rejected our request due to an error in our request")
                .assertDetails("{}");
        assertEquals("blue", api().get(core("services/backend")).at("/spec/selector/color"));
    }

    @Test
    default void aPatchWithAnotherUidIs422() {
        backend();
        api().merge(core("services/backend"), "{metadata: {uid: abc}, spec: {selector: {color: green}}}")
                .assertRefused(422, "Invalid",
                "Service \"backend\" is invalid: metadata.uid: Invalid value: \"abc\": field is immutable");
    }

    @Test
    default void aDeletionWithOtherPreconditionsIs409() {
        Reply live = backend();
        api().delete(core("services/backend"), "{preconditions: {uid: abc}}")
                .assertRefused(
                        409, "Conflict",
                        "Operation cannot be fulfilled on Service \"backend\": the UID in the precondition "
                        + "(abc) does not match the UID in record (" + live.uid()
                        + "). The object might have been deleted and then recreated")
                .assertDetails("{\"name\":\"backend\",\"kind\":\"Service\"}");
        api().delete(core("services/backend"), "{preconditions: {resourceVersion: '1'}}")
                .assertRefused(
                        409, "Conflict",
                        "Operation cannot be fulfilled on Service \"backend\": the ResourceVersion in the "
                        + "precondition (1) does not match the ResourceVersion in record (" + live.version()
                        + "). The object might have been modified");
        api().delete(core("services/backend"), "{preconditions: {resourceVersion: '" + live.version() + "', uid: "
                + live.uid() + "}}")
                .assertCode(200);
    }

    @Test
    default void whatIsThereCannotBeCreatedAndWhatIsNotCannotBeChanged() {
        backend();
        api().post(core("services"), service("blue"))
                .assertRefused(409, "AlreadyExists", "services \"backend\" already exists")
                .assertDetails("{\"name\":\"backend\",\"kind\":\"services\"}");
        api().merge(leases("/lock"), "{spec: {holderIdentity: two}}")
                .assertRefused(404, "NotFound", "leases.coordination.k8s.io \"lock\" not found")
                .assertDetails("{\"name\":\"lock\",\"group\":\"coordination.k8s.io\",\"kind\":\"leases\"}");
        api().delete(leases("/lock"), "")
                .assertRefused(404, "NotFound", "leases.coordination.k8s.io \"lock\" not found");
    }

    @Test
    default void aLeaseIsTakenByOneOnly() {
        String first = api().post(leases(""), LEASE).assertCode(201).version();
        api().post(leases(""), LEASE)
                .assertRefused(409, "AlreadyExists", "leases.coordination.k8s.io \"lock\" already exists");
        String taken = "{metadata: {resourceVersion: '" + first + "'}, spec: {holderIdentity: %s}}";
        String second = api().merge(leases("/lock"), taken.formatted("two")).assertCode(200).version();
        api().merge(leases("/lock"), taken.formatted("three")).assertRefused(409, "Conflict",
                "Operation cannot be fulfilled on leases.coordination.k8s.io \"lock\": " + MODIFIED);
        assertEquals("two", api().get(leases("/lock")).at("/spec/holderIdentity"));
        api().delete(leases("/lock"), "{preconditions: {resourceVersion: '" + first + "'}}")
                .assertRefused(
                        409, "Conflict",
                        "Operation cannot be fulfilled on Lease.coordination.k8s.io \"lock\": the ResourceVersion "
                        + "in the precondition (" + first + ") does not match the ResourceVersion in record (" + second
                        + "). The object might have been modified")
                .assertDetails("{\"name\":\"lock\",\"group\":\"coordination.k8s.io\",\"kind\":\"Lease\"}");
    }

    @Test
    default void aLeaseIsNotUpdatedBlindlyNorWithoutDuration() {
        api().post(leases(""), LEASE).assertCode(201);
        api().put(leases("/lock"), LEASE)
                .assertRefused(422, "Invalid", "leases.coordination.k8s.io \"lock\" is invalid: "
                + "metadata.resourceVersion: Invalid value: 0: must be specified for an update");
        api().merge(leases("/lock"), "{spec: {leaseDurationSeconds: 0}}").assertRefused(422, "Invalid",
                "Lease.coordination.k8s.io \"lock\" is invalid: spec.leaseDurationSeconds: Invalid value: 0: must be "
                + "greater than 0");
    }
}
