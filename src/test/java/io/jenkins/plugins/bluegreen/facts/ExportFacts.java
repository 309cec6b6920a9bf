package io.jenkins.plugins.bluegreen.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Facts about objects that somebody has exported, with what the API server had filled in, and writes again. */
public interface ExportFacts extends ServerFacts {
    String OTHER_UID = "11111111-2222-3333-4444-555555555555";

    /** Sources: apiserver's {@code rest.FillObjectMetaSystemFields}, {@code FieldManager.UpdateNoErrors}. */
    @Test
    default void aCreationTakesNeitherTheUidNorTheOwnersOfAnExport() {
        Reply made = api().post(core("configmaps?fieldManager=one"), """
                {metadata: {name: a, uid: %s, creationTimestamp: '2020-01-01T00:00:00Z', managedFields: [
                {manager: other, operation: Update, apiVersion: v1, fieldsType: FieldsV1,
                fieldsV1: {'f:data': {'f:x': {}}}}]}, data: {x: 'y'}}""".formatted(OTHER_UID))
                .assertCode(201);
        assertNotEquals(OTHER_UID, made.uid());
        assertFalse(made.at("/metadata/creationTimestamp").startsWith("2020"), made.text());
        List<String> managers = new ArrayList<>();
        for (JsonNode entry : made.body().at("/metadata/managedFields")) {
            managers.add(entry.path("manager").asText());
        }
        assertEquals(List.of("one"), managers, made.text());
    }

    /** Source: apiserver, {@code storage.ErrResourceVersionSetOnCreate}, which is no Status. */
    @Test
    default void aCreationWithAVersionIs500() {
        api().post(core("configmaps"), configMap("a").replace("name: a,", "name: a, resourceVersion: '1',"))
                .assertRefused(500, "", "resourceVersion should not be set on objects to be created")
                .assertDetails("");
        api().get(core("configmaps/a")).assertCode(404);
    }

    /** Source: {@code ValidateObjectMetaAccessorUpdate}. */
    @Test
    default void anApplyWithTheUidOfAnotherObjectIs422() {
        api().apply(core("configmaps/a"), "one", configMap("a")).assertCode(201);
        api().apply(core("configmaps/a"), "one", configMap("a").replace("name: a,", "name: a, uid: abc,"))
                .assertRefused(422, "Invalid",
                        "ConfigMap \"a\" is invalid: metadata.uid: Invalid value: \"abc\": field is immutable");
    }

    /** An update has the uid as its precondition, unlike a patch. Source: {@code defaultUpdatedObjectInfo}. */
    @Test
    default void anUpdateWithTheUidOfAnotherObjectIs409() {
        Reply live = api().post(core("configmaps"), configMap("a")).assertCode(201);
        Reply refused = api().put(core("configmaps/a"), configMap("a").replace("name: a,", "name: a, uid: abc,"));
        assertEquals("409 Conflict", refused.code() + " " + refused.at("/reason"), refused.text());
        assertTrue(refused.at("/message").startsWith("Operation cannot be fulfilled on configmaps \"a\": "),
                refused.text());
        assertTrue(refused.at("/message").endsWith(
                        "Precondition failed: UID in precondition: abc, UID in object meta: " + live.uid()),
                refused.text());
    }

    /** A dry run allocates nothing, and sees nothing. Source: the Service registry's {@code allocIPs}. */
    @Test
    default void theAddressOfAServiceIsNotGivenTwice() {
        String address = api().post(core("services"), service("blue")).assertCode(201).at("/spec/clusterIP");
        String export = service("blue").replace("name: backend}", "name: backend-preview}")
                .replace("spec: {", "spec: {clusterIP: " + address + ", clusterIPs: [" + address + "],");
        api().apply(core("services/backend-preview?dryRun=All"), "one", export).assertCode(201);
        api().apply(core("services/backend-preview"), "one", export)
                .assertRefused(422, "Invalid", "Service \"backend-preview\" is invalid: spec.clusterIPs: Invalid "
                        + "value: [\"" + address + "\"]: failed to allocate IP " + address
                        + ": provided IP is already allocated");
    }

    /** Source: {@code validateUpgradeDowngradeClusterIPs}. */
    @Test
    default void theAddressOfAServiceStays() {
        String address = api().post(core("services"), service("blue")).assertCode(201).at("/spec/clusterIP");
        api().post(core("services"), service("blue").replace("name: backend}", "name: other}")).assertCode(201);
        api().merge(core("services/other"), "{spec: {clusterIP: " + address + ", clusterIPs: [" + address + "]}}")
                .assertRefused(422, "Invalid", "Service \"other\" is invalid: spec.clusterIPs[0]: Invalid value: [\""
                        + address + "\"]: may not change once set");
    }

    @Test
    default void aNodePortIsRefusedForAServiceThatHasNone() {
        String service = "{apiVersion: v1, kind: Service, metadata: {name: inside}, spec: {type: ClusterIP,"
                + " ports: [{port: 80, nodePort: 30999}]}}";
        String why = "Service \"inside\" is invalid: spec.ports[0].nodePort: Forbidden: may not be used when `type` "
                + "is 'ClusterIP'";
        api().post(core("services"), service).assertRefused(422, "Invalid", why);
        api().apply(core("services/inside"), "one", service).assertRefused(422, "Invalid", why);
    }

    /** Source: {@code SetDefaults_Deployment}. */
    @Test
    default void theStrategyOfADeploymentIsFilledIn() {
        Reply made = api().post(apps("deployments"), deployment("backend", 0)).assertCode(201);
        assertEquals("RollingUpdate 25% 25%", made.at("/spec/strategy/type") + " "
                + made.at("/spec/strategy/rollingUpdate/maxSurge") + " "
                + made.at("/spec/strategy/rollingUpdate/maxUnavailable"), made.text());
        api().merge(apps("deployments/backend"), "{spec: {strategy: {type: Recreate}}}")
                .assertRefused(422, "Invalid", "Deployment.apps \"backend\" is invalid: spec.strategy.rollingUpdate: "
                        + "Forbidden: may not be specified when strategy `type` is 'Recreate'");
        Reply recreated = api()
                .merge(apps("deployments/backend"), "{spec: {strategy: {type: Recreate, rollingUpdate: null}}}")
                .assertCode(200);
        assertEquals("{\"type\":\"Recreate\"}", recreated.at("/spec/strategy"));
    }

    /** Source: {@code ValidateRollingUpdateDeployment}. */
    @Test
    default void aRollingUpdateHasToBeAbleToMove() {
        String stuck = deployment("backend", 0).replace("spec: {replicas",
                "spec: {strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}, replicas");
        Reply refused = api().apply(apps("deployments/backend"), "one", stuck);
        assertEquals("422 Invalid", refused.code() + " " + refused.at("/reason"), refused.text());
        assertTrue(refused.at("/message").startsWith("Deployment.apps \"backend\" is invalid: "
                        + "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "),
                refused.text());
        assertTrue(refused.at("/message").endsWith(": may not be 0 when `maxSurge` is 0"), refused.text());
    }
}
