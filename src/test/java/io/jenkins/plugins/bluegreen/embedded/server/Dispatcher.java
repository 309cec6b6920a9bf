package io.jenkins.plugins.bluegreen.embedded.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.machinery.ApiMachinery;
import io.jenkins.plugins.bluegreen.embedded.machinery.DisruptionBudgets;
import io.jenkins.plugins.bluegreen.embedded.machinery.Patches;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.DeleteOptions;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.jenkins.plugins.bluegreen.embedded.store.Selectors;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Serves requests: authorisation, then the verb. */
public final class Dispatcher {
    public static final String USER = "jenkins";
    /** The user whom RBAC does not restrict. */
    static final String ADMIN = "admin";
    private static final int MAX_BODY = 3 << 20;
    private static final Set<String> REVIEWS = Set.of("authorization.k8s.io", "authentication.k8s.io");

    private final ObjectStore store;
    private final ApiMachinery machinery;
    private final Rbac rbac;
    private final PodSubresources pods;

    public Dispatcher(ObjectStore store, ApiMachinery machinery, Rbac rbac, PodSubresources pods) {
        this.store = store;
        this.machinery = machinery;
        this.rbac = rbac;
        this.pods = pods;
    }

    boolean isKnown(String user) {
        return rbac.isKnown(user);
    }

    ApiResponse serve(ApiRequest request) {
        try {
            return answer(request);
        } catch (StatusError e) {
            return ApiResponse.error(e);
        }
    }

    private ApiResponse answer(ApiRequest request) {
        if (REVIEWS.contains(request.group()) && request.method().equals("POST")) {
            return review(request);
        }
        if (request.kind() == null) {
            ObjectNode discovered = request.method().equals("GET") ? Discovery.answer(request.path()) : null;
            if (discovered == null) {
                return nothing(request);
            }
            return ApiResponse.json(200, discovered);
        }
        if (request.body().length > MAX_BODY) {
            throw new StatusError(413, "RequestEntityTooLarge", "Request entity too large: limit is " + MAX_BODY);
        }
        authorise(request);
        checkOptions(request);
        if (request.name().isEmpty() && List.of("PUT", "PATCH").contains(request.method())) {
            throw notServed();
        }
        if (!request.subresource().isEmpty()) {
            return subresource(request);
        }
        return switch (request.verb()) {
            case "get" -> get(request);
            case "list" -> ApiResponse.json(200, new Listing(store).answer(request, wanted(request)));
            case "watch" -> ApiResponse.watch(new WatchStream(store, request, wanted(request)));
            case "create" -> ApiResponse.json(201,
                    machinery.create(caller(request), request.kind(), request.namespace(), object(request)));
            case "update" -> ApiResponse.json(200, machinery.update(caller(request), request.key(), object(request)));
            case "patch" -> ApiResponse.json(200,
                    machinery.patch(caller(request), request.key(), request.contentType(), request.json()));
            case "apply" -> apply(request);
            case "delete" -> delete(request);
            case "deletecollection" -> deleteAll(request);
            default -> throw notServed();
        };
    }

    /** The 404 for an API group that is not served: plain text, not a Status. */
    private static ApiResponse nothing(ApiRequest request) {
        boolean served = request.group().isEmpty() && request.version().equals("v1")
                || Kind.groupVersions().contains(request.group() + "/" + request.version());
        if (served) {
            throw StatusError.noSuchPath();
        }
        return ApiResponse.text(404, "text/plain; charset=utf-8", "404 page not found\n".getBytes(StandardCharsets.UTF_8));
    }

    private static StatusError notServed() {
        return StatusError.bare(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    private static void checkOptions(ApiRequest request) {
        String kind = switch (request.method()) {
            case "POST" -> "CreateOptions";
            case "PUT" -> "UpdateOptions";
            case "PATCH" -> "PatchOptions";
            case "DELETE" -> "DeleteOptions";
            default -> "";
        };
        List<StatusError.Cause> causes = new ArrayList<>();
        String dryRun = request.parameter("dryRun");
        if (!kind.isEmpty() && !dryRun.isEmpty() && !dryRun.equals("All")) {
            causes.add(new StatusError.Cause("FieldValueNotSupported", "dryRun",
                    "Unsupported value: [\"" + dryRun + "\"]: supported values: \"All\""));
        }
        if (request.isApply() && request.parameter("fieldManager").isEmpty()) {
            causes.add(new StatusError.Cause("FieldValueRequired", "fieldManager",
                    "Required value: is required for apply patch"));
        }
        if (!causes.isEmpty()) {
            throw StatusError.invalid("meta.k8s.io", kind, "", causes);
        }
    }

    private void authorise(ApiRequest request) {
        String resource = request.resource() + (request.subresource().isEmpty() ? "" : "/" + request.subresource());
        String verb = request.isApply() ? "patch" : request.verb();
        rbac.check(request.user(), verb, request.group(), resource, request.namespace(), request.name());
        if (request.isApply() && store.get(request.key()) == null) {
            rbac.check(request.user(), "create", request.group(), resource, request.namespace(), request.name());
        }
    }

    private ApiResponse review(ApiRequest request) {
        return switch (request.resource()) {
            case "selfsubjectaccessreviews" -> ApiResponse.json(201, rbac.accessReview(request.user(), object(request)));
            case "selfsubjectrulesreviews" -> ApiResponse.json(201, rbac.rulesReview(request.user(), object(request)));
            case "selfsubjectreviews" -> ApiResponse.json(201, identity(request));
            default -> throw StatusError.noSuchPath();
        };
    }

    /** The answer to a SelfSubjectReview: the client's user. */
    private static ObjectNode identity(ApiRequest request) {
        ObjectNode answer = object(request).deepCopy();
        answer.putObject("status").putObject("userInfo").put("username", request.user());
        return answer;
    }

    private ApiResponse get(ApiRequest request) {
        ObjectNode object = store.get(request.key());
        if (object == null) {
            throw StatusError.notFound(request.key());
        }
        return ApiResponse.json(200, object);
    }

    private ApiResponse apply(ApiRequest request) {
        boolean created = store.get(request.key()) == null;
        ObjectNode config = object(request);
        if (Json.name(config).isEmpty()) {
            Json.child(config, "metadata").put("name", request.name());
        }
        boolean force = request.parameter("force").equals("true");
        return ApiResponse.json(created ? 201 : 200, machinery.apply(caller(request), request.key(), config, force));
    }

    private ApiResponse delete(ApiRequest request) {
        return ApiResponse.json(200, machinery.delete(caller(request), request.key(), options(request)));
    }

    private ApiResponse deleteAll(ApiRequest request) {
        Predicate<JsonNode> wanted = wanted(request);
        store.list(request.kind(), request.namespace()).stream().filter(wanted).forEach(
                object -> machinery.delete(caller(request), ObjectKey.of(request.kind(), object), options(request)));
        return ApiResponse.json(200, new Listing(store).answer(request, wanted(request)));
    }

    private static DeleteOptions options(ApiRequest request) {
        ObjectNode options = object(request);
        for (String name : new String[] {"propagationPolicy", "gracePeriodSeconds"}) {
            if (!request.parameter(name).isEmpty()) {
                options.put(name, request.parameter(name));
            }
        }
        return DeleteOptions.of(options);
    }

    private ApiResponse subresource(ApiRequest request) {
        if (!request.kind().subresources().contains(request.subresource())) {
            throw StatusError.noSuchPath();
        }
        return switch (request.subresource()) {
            case "scale" -> scale(request);
            case "log" -> pods.log(request);
            case "proxy" -> pods.proxy(request);
            case "eviction" -> {
                store.locked(() -> {
                    new DisruptionBudgets(store).check(request.key());
                    return machinery.delete(caller(request), request.key(), DeleteOptions.BACKGROUND);
                });
                yield ApiResponse.json(201, Json.object().put("kind", "Status").put("apiVersion", "v1").put("status", "Success"));
            }
            default -> {
                if (request.method().equals("GET")) {
                    yield get(request);
                }
                throw StatusError.forbidden(request.kind(), request.name(), "the status belongs to the cluster's controllers");
            }
        };
    }

    private ApiResponse scale(ApiRequest request) {
        ObjectNode workload = store.get(request.key());
        if (workload == null) {
            throw StatusError.notFound(request.key());
        }
        if (request.method().equals("GET")) {
            return ApiResponse.json(200, scaleOf(workload));
        }
        ObjectNode wanted = request.method().equals("PUT") ? object(request)
                : Patches.apply(request.contentType(), scaleOf(workload), request.json());
        return ApiResponse.json(200, scaleOf(machinery.scale(caller(request), request.key(),
                Json.number(wanted, 0, "spec", "replicas"), precondition(request, wanted))));
    }

    /** The resourceVersion that a patch of the scale requires, or "" if it names none. */
    private static String precondition(ApiRequest request, ObjectNode wanted) {
        boolean stated = request.method().equals("PUT") || Json.has(request.json(), "metadata", "resourceVersion");
        return stated ? Json.text(wanted, "metadata", "resourceVersion") : "";
    }

    private static ObjectNode scaleOf(ObjectNode workload) {
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            metadata.set(field, Json.at(workload, "metadata", field));
        }
        scale.putObject("spec").put("replicas", Json.number(workload, 0, "spec", "replicas"));
        ObjectNode status = scale.putObject("status").put("replicas", Json.number(workload, 0, "status", "replicas"));
        status.put("selector", String.join(",", Json.strings(workload, "spec", "selector", "matchLabels").entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue()).toList()));
        return scale;
    }

    private static Predicate<JsonNode> wanted(ApiRequest request) {
        Predicate<JsonNode> wanted =
                Selectors.labels(request.parameter("labelSelector")).and(Selectors.fields(request.parameter("fieldSelector")));
        String name = request.name();
        return name.isEmpty() ? wanted : wanted.and(object -> Json.name(object).equals(name));
    }

    private static ObjectNode object(ApiRequest request) {
        if (request.json() instanceof ObjectNode object) {
            return object;
        }
        throw StatusError.badRequest("the object provided is unrecognized (must be of type object)");
    }

    private static Caller caller(ApiRequest request) {
        boolean dryRun = request.dryRun() || request.method().equals("DELETE") && request.json().path("dryRun").toString().contains("All");
        return new Caller(request.user(), request.manager(), dryRun, request.parameter("fieldValidation").equals("Strict"));
    }
}
