package io.jenkins.plugins.bluegreen.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * Facts about refusals that do not depend on the object's content: identity, RBAC, namespaces, quotas, limits,
 * admission.
 */
public interface RefusalFacts extends ServerFacts {
    /** A caller with an invalid token. */
    ApiCaller stranger();

    /** An account that may get and patch Services of the namespace, and nothing else. */
    ApiCaller limited();

    /** The account's name. */
    String limitedUser();

    /**
     * Registers an admission webhook {@code policy.example.com} that refuses ConfigMaps of the namespace: "not here".
     */
    void refuseConfigMaps();

    @Test
    default void anUnknownTokenIs401() {
        stranger().get(core("pods")).assertRefused(401, "Unauthorized", "Unauthorized").assertDetails("");
    }

    @Test
    default void aMissingVerbIs403AndNamed() {
        api().post(apps("deployments"), deployment("backend", 0)).assertCode(201);
        forbidden(limited().get(core("pods")), "pods", "list", "pods", "").assertDetails("{\"kind\":\"pods\"}");
        forbidden(limited().get(apps("deployments/backend")), "deployments.apps \"backend\"", "get", "deployments",
                "apps")
                .assertDetails("{\"name\":\"backend\",\"group\":\"apps\",\"kind\":\"deployments\"}");
        forbidden(limited().get(core("pods/a/log")), "pods \"a\"", "get", "pods/log", "");
        forbidden(limited().get(core("pods/http:a:8080/proxy/x")), "pods \"http:a:8080\"", "get", "pods/proxy", "");
        forbidden(limited().delete(core("services/backend"), ""), "services \"backend\"", "delete", "services", "");
    }

    private Reply forbidden(Reply reply, String object, String verb, String resource, String group) {
        return reply.assertRefused(
                403, "Forbidden", "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" in the "
                .formatted(object, limitedUser(), verb, resource, group) + "namespace \"" + namespace() + "\"");
    }

    @Test
    default void anApplyThatWouldCreateNeedsCreateToo() {
        forbidden(limited().apply(core("services/backend"), "one", service("blue")), "services \"backend\"", "create",
                "services", "");
        api().apply(core("services/backend"), "one", service("blue")).assertCode(201);
        limited().apply(core("services/backend"), "one", service("green")).assertCode(200);
    }

    @Test
    default void anAccessReviewKnowsSubresources() {
        assertEquals("true", allowed(api(), "get", "pods", "proxy"));
        assertEquals("false", allowed(limited(), "get", "pods", "proxy"));
        assertEquals("true", allowed(limited(), "get", "services", ""));
        assertEquals("false", allowed(limited(), "get", "services", "proxy"));
    }

    private String allowed(ApiCaller caller, String verb, String resource, String subresource) {
        return caller.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """
                {apiVersion: authorization.k8s.io/v1, kind: SelfSubjectAccessReview, spec: {resourceAttributes: {
                namespace: %s, verb: %s, resource: %s, subresource: '%s'}}}"""
                        .formatted(namespace(), verb, resource, subresource))
                .assertCode(201).at("/status/allowed");
    }

    @Test
    default void aNamespaceThatIsNotThereIs404ForWritesAndEmptyForReads() {
        String nowhere = "/api/v1/namespaces/" + namespace() + "-not";
        for (Reply reply : new Reply[] {api().post(nowhere + "/configmaps", configMap("a")),
            api().apply(nowhere + "/configmaps/a", "one", configMap("a"))}) {
            reply.assertRefused(404, "NotFound", "namespaces \"" + namespace() + "-not\" not found")
                    .assertDetails("{\"name\":\"" + namespace() + "-not\",\"kind\":\"namespaces\"}");
        }
        assertEquals("[]", api().get(nowhere + "/configmaps").assertCode(200).at("/items"));
    }

    @Test
    default void nothingNewComesIntoANamespaceThatIsGoing() {
        api().post(core("configmaps"), configMap("held")
                .replace("name: held,", "name: held, finalizers: [example.com/hold],"))
                .assertCode(201);
        Reply going = api().delete("/api/v1/namespaces/" + namespace(), "").assertCode(200);
        assertEquals("Terminating", going.at("/status/phase"), going.text());
        for (Reply reply : new Reply[] {api().post(core("configmaps"), configMap("late")),
            api().apply(core("configmaps/late"), "one", configMap("late"))}) {
            reply.assertRefused(
                    403, "Forbidden", "configmaps \"late\" is forbidden: unable to create new content in namespace "
                            + namespace() + " because it is being terminated")
                    .assertDetails("{\"name\":\"late\",\"kind\":\"configmaps\"}")
                    .assertCauses(
                            "NamespaceTerminating metadata.namespace: namespace " + namespace()
                            + " is being terminated");
        }
        api().merge(core("configmaps/held"), "{data: {still: changes}}").assertCode(200);
        api().merge(core("configmaps/held"), "{metadata: {finalizers: null}}").assertCode(200);
        until("the namespace is gone", () -> api().get("/api/v1/namespaces/" + namespace()), reply -> reply.code()
                == 404);
    }

    @Test
    default void aQuotaRefusesPodsInADryRunToo() {
        api().post(core("resourcequotas"), "{metadata: {name: compute}, spec: {hard: {pods: '0', requests.cpu: '1'}}}")
                .assertCode(201);
        until("the quota is counted", () -> api().get(core("resourcequotas/compute")), r -> r.at("/status/used/pods")
                .equals("0"));
        String asking = pod("big", "blue").replace("name: app,", "name: app, resources: {requests: {cpu: 500m}},");
        for (String path : new String[] {core("pods"), core("pods?dryRun=All")}) {
            api().post(path, asking).assertRefused(403, "Forbidden",
                            "pods \"big\" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=0, "
                            + "limited: pods=0")
                    .assertDetails("{\"name\":\"big\",\"kind\":\"pods\"}");
        }
        api().post(core("pods"), pod("big", "blue")).assertRefused(403, "Forbidden",
                "pods \"big\" is forbidden: failed quota: compute: must specify requests.cpu for: app");
    }

    @Test
    default void aLimitRangeRefusesAndFillsIn() {
        api().post(core("limitranges"),
                "{metadata: {name: l}, spec: {limits: [{type: Container, max: {memory: 64Mi}, min: {memory: 8Mi}}]}}")
                .assertCode(201);
        until("the limit is known", () -> api().post(core("pods?dryRun=All"), limits("1Gi")), r -> r.code() != 201)
                .assertRefused(403, "Forbidden",
                        "pods \"big\" is forbidden: maximum memory usage per Container is 64Mi, but limit is 1Gi");
        api().post(core("pods"), limits("1Mi")).assertRefused(403, "Forbidden",
                "pods \"big\" is forbidden: minimum memory usage per Container is 8Mi, but request is 1Mi");
        Reply filled = api().post(core("pods?dryRun=All"), pod("big", "blue")).assertCode(201);
        assertEquals("{\"limits\":{\"memory\":\"64Mi\"},\"requests\":{\"memory\":\"64Mi\"}}",
                filled.at("/spec/containers/0/resources"));
    }

    private String limits(String memory) {
        return pod("big", "blue").replace("name: app,", "name: app, resources: {limits: {memory: " + memory + "}},");
    }

    @Test
    default void anAdmissionWebhookRefusesInADryRunToo() {
        refuseConfigMaps();
        until("the webhook is known", () -> api().post(core("configmaps?dryRun=All"), configMap("a")), r ->
                r.code() != 201)
                .assertRefused(
                        403, "Forbidden", "admission webhook \"policy.example.com\" denied the request: not here")
                .assertDetails("");
        api().apply(core("configmaps/a"), "one", configMap("a"))
                .assertRefused(
                        403, "Forbidden", "admission webhook \"policy.example.com\" denied the request: not here");
        api().apply(core("services/backend"), "one", service("blue")).assertCode(201);
    }
}
