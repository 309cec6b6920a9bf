package io.jenkins.plugins.bluegreen.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Facts about Pods: their proxy, their logs, and how EndpointSlices follow them and the selector. */
public interface PodFacts extends ServerFacts {
    private void ready(String name, String color) {
        api().post(core("pods"), pod(name, color)).assertCode(201);
        until(name + " is ready", () -> api().get(core("pods/" + name)), PodFacts::isReady);
    }

    private static boolean isReady(Reply pod) {
        for (JsonNode condition : pod.body().at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    @Test
    default void theProxyReachesAPodOrSaysWhyNot() {
        ready("blue", "blue");
        assertEquals("UP", api().get(core("pods/http:blue:8080/proxy/actuator/health")).assertCode(200).at("/status"));
        assertEquals("UP", api().get(core("pods/blue:8080/proxy/actuator/health")).assertCode(200).at("/status"));
        String address = api().get(core("pods/blue")).at("/status/podIP");
        api().get(core("pods/http:blue:9999/proxy/x")).assertRefused(503, "ServiceUnavailable",
                "error trying to reach service: dial tcp " + address + ":9999: connect: connection refused")
                .assertDetails("");
        api().get(core("pods/http:none:8080/proxy/x")).assertRefused(404, "NotFound", "pods \"none\" not found")
                .assertDetails("{\"name\":\"none\",\"kind\":\"pods\"}");
        api().post(core("pods"), pod("nowhere", "blue").replace("spec: {", "spec: {nodeSelector: {no: node},"))
                .assertCode(201);
        api().get(core("pods/http:nowhere:8080/proxy/x")).assertRefused(400, "BadRequest", "address not allowed")
                .assertDetails("");
    }

    @Test
    default void aLogIsThereOrItIsSaidWhyNot() {
        ready("blue", "blue");
        until("the first lines", () -> api().get(core("pods/blue/log"), "*/*"), r -> r.code() == 200 && !r.text()
                .isEmpty());
        api().get(core("pods/none/log")).assertRefused(404, "NotFound", "pods \"none\" not found");
        api().get(core("pods/blue/log?container=x"))
                .assertRefused(400, "BadRequest", "container x is not valid for pod blue");
        api().get(core("pods/blue/log?previous=true")).assertRefused(400, "BadRequest",
                "previous terminated container \"app\" in pod \"blue\" not found").assertDetails("");
        api().post(core("pods"), pod("nowhere", "blue").replace("spec: {", "spec: {nodeSelector: {no: node},"))
                .assertCode(201);
        assertEquals("", api().get(core("pods/nowhere/log"), "*/*").assertCode(204).text());
        api().post(core("pods"), pod("unknown", "blue")
                .replace("image: '" + image(), "image: 'example.invalid/none:missing"))
                .assertCode(201);
        Reply refused = until("the image is not found", () -> api().get(core("pods/unknown/log")),
                r -> r.at("/message").contains("image"));
        assertEquals(400, refused.code(), refused.text());
        assertTrue(refused.at("/message").matches("container \"app\" in pod \"unknown\" is waiting to start: "
                + "(image can't be pulled|trying and failing to pull image)"), refused.text());
    }

    @Test
    default void anEndpointSliceFollowsTheSelectorInOneStep() {
        ready("blue", "blue");
        ready("green", "green");
        api().post(core("services"), service("blue")).assertCode(201);
        slice("blue true true false");
        String version = api().get(slices("")).version();
        api().merge(core("services/backend"), "{spec: {selector: {color: green}}}").assertCode(200);
        assertEquals(List.of("green true true false"), until(version, "green true true false"));
    }

    @Test
    default void anEndpointSliceOfNoPodsHasNullInThePlaceOfItsLists() {
        api().post(core("services"), service("blue")).assertCode(201);
        Reply none = until("a slice", () -> api().get(slices("")), list -> list.body().path("items").size() == 1);
        assertEquals("null null", none.body().at("/items/0/endpoints") + " " + none.body().at("/items/0/ports"));
        ready("blue", "blue");
        slice("blue true true false");
        api().delete(core("pods/blue"), "{gracePeriodSeconds: 0}").assertCode(200);
        slice("");
        JsonNode left = api().get(slices("")).body().at("/items/0");
        assertEquals("null null", left.path("endpoints") + " " + left.path("ports"));
    }

    @Test
    default void aDeletedPodIsTerminatingInItsEndpointSliceBeforeItGoes() {
        ready("blue", "blue");
        ready("other", "blue");
        api().post(core("services"), service("blue")).assertCode(201);
        slice("blue true true false, other true true false");
        String version = api().get(slices("")).version();
        Reply going = api().delete(core("pods/blue"), "").assertCode(200);
        assertEquals("Pod 10", going.at("/kind") + " " + going.at("/metadata/deletionGracePeriodSeconds"),
                going.text());
        List<String> seen = until(version, "other true true false");
        assertEquals("blue false true true, other true true false", seen.get(0), seen.toString());
        until("the Pod is gone", () -> api().get(core("pods/blue")), reply -> reply.code() == 404);
    }

    /**
     * Sources: kubelet's {@code applyDefaultImageTag}, and {@code ParseNormalizedNamed} of distribution/reference. The
     * API server takes any text.
     */
    @Test
    default void anImageThatCanBeNoneIsRefusedByTheNode() {
        notAnImage("placeholder", "example.invalid/demo:$TAG", "");
        notAnImage("upper", "Demo:1", ": repository name (library/Demo) must be lowercase");
    }

    private void notAnImage(String name, String image, String why) {
        api().post(core("pods"), pod(name, "blue").replace("image: '" + image(), "image: '" + image))
                .assertCode(201);
        Reply waiting = until(
                "the node has looked at " + image,
                () -> api().get(core("pods/" + name)),
                pod -> pod.at("/status/containerStatuses/0/state/waiting/reason").equals("InvalidImageName"));
        assertEquals(
                "Failed to apply default image tag \"%1$s\": couldn't parse image name \"%1$s\": invalid reference "
                        .formatted(image) + "format" + why,
                waiting.at("/status/containerStatuses/0/state/waiting/message"));
    }

    private String budget(String name) {
        return "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: " + name
                + "}, spec: {minAvailable: 1, selector: {matchLabels: {app: backend}}}}";
    }

    private Reply evict(String pod) {
        return api().post(core("pods/" + pod + "/eviction"),
                "{apiVersion: policy/v1, kind: Eviction, metadata: {name: " + pod + "}}");
    }

    /** Source: the Pod registry's {@code EvictionREST}. */
    @Test
    default void aPodWithTwoBudgetsCanNotBeEvicted() {
        String budgets = "/apis/policy/v1/namespaces/" + namespace() + "/poddisruptionbudgets";
        ready("blue", "blue");
        ready("other", "blue");
        api().post(budgets, budget("one")).assertCode(201);
        api().post(budgets, budget("two")).assertCode(201);
        evict("blue").assertRefused(500, "", "This pod has more than one PodDisruptionBudget, which the eviction "
                + "subresource does not support.").assertDetails("");
        api().delete(budgets + "/two", "").assertCode(200);
        until("the budget is counted", () -> evict("blue"), reply -> reply.code() == 201);
        Reply refused = evict("other");
        refused.assertRefused(429, "TooManyRequests",
                "Cannot evict pod as it would violate the pod's disruption budget.");
        assertEquals("DisruptionBudget", refused.at("/details/causes/0/reason"), refused.text());
        api().delete(budgets + "/one", "").assertCode(200);
        evict("other").assertCode(201);
        evict("none").assertRefused(404, "NotFound", "pods \"none\" not found");
    }

    private String slices(String more) {
        return "/apis/discovery.k8s.io/v1/namespaces/" + namespace() + "/endpointslices?labelSelector="
                + "kubernetes.io%2Fservice-name%3Dbackend" + more;
    }

    private void slice(String wanted) {
        until(wanted, () -> api().get(slices("")), list -> endpoints(list.body().at("/items/0")).equals(wanted));
    }

    /** The slice's content at each write since the version until it is as wanted. */
    private List<String> until(String version, String wanted) {
        List<String> seen = new ArrayList<>();
        try (Stream<JsonNode> events = api()
                .lines(slices("&watch=true&timeoutSeconds=30&resourceVersion=" + version))) {
            events.map(event -> endpoints(event.path("object"))).peek(seen::add).anyMatch(wanted::equals);
        }
        assertEquals(wanted, seen.isEmpty() ? "nothing" : seen.get(seen.size() - 1), seen.toString());
        return seen;
    }

    /** The endpoints as {@code name ready serving terminating}, by name. */
    private static String endpoints(JsonNode slice) {
        List<String> all = new ArrayList<>();
        slice.path("endpoints")
                .forEach(endpoint -> all.add("%s %s %s %s".formatted(endpoint.at("/targetRef/name").asText(),
                endpoint.at("/conditions/ready").asText(), endpoint.at("/conditions/serving").asText(),
                endpoint.at("/conditions/terminating").asText())));
        all.sort(null);
        return String.join(", ", all);
    }
}
