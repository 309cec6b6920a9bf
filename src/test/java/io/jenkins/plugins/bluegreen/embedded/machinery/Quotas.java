package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.jenkins.plugins.bluegreen.embedded.store.Quantity;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Enforces ResourceQuotas and LimitRanges at the creation of a Pod. Source: "Resource Quotas", "Limit Ranges". */
public final class Quotas {
    private final ObjectStore store;

    public Quotas(ObjectStore store) {
        this.store = store;
    }

    /** Sets a LimitRange's defaults, and refuses an object that exceeds a quota or a limit. */
    void admit(Kind kind, ObjectNode object) {
        if (kind.equals(Kind.POD)) {
            limits(object);
        }
        for (ObjectNode quota : store.list(Kind.QUOTA, Json.namespace(object))) {
            Map<String, BigDecimal> asked = usage(kind, object);
            Map<String, String> hard = Json.strings(quota, "spec", "hard");
            if (kind.equals(Kind.POD)) {
                demandStated(object, quota, hard);
            }
            Map<String, BigDecimal> used = used(Json.namespace(object), hard);
            List<String> exceeded = new ArrayList<>();
            asked.forEach((resource, amount) -> {
                if (hard.containsKey(resource) && amount.signum() > 0
                        && used.get(resource).add(amount).compareTo(Quantity.of(hard.get(resource))) > 0) {
                    exceeded.add(resource);
                }
            });
            if (!exceeded.isEmpty()) {
                Map<String, BigDecimal> limited = new LinkedHashMap<>();
                exceeded.forEach(r -> limited.put(r, Quantity.of(hard.get(r))));
                throw StatusError.forbidden(kind, Json.name(object), "exceeded quota: %s, requested: %s, used: %s, limited: %s"
                        .formatted(Json.name(quota), print(exceeded, asked), print(exceeded, used), print(exceeded, limited)));
            }
        }
    }

    /** The {@code status.used} of a quota with these limits. */
    public Map<String, BigDecimal> used(String namespace, Map<String, String> hard) {
        Map<String, BigDecimal> used = new TreeMap<>();
        hard.keySet().forEach(resource -> used.put(resource, BigDecimal.ZERO));
        for (Kind kind : Kind.ALL) {
            if (kind.namespaced()) {
                for (ObjectNode object : store.list(kind, namespace)) {
                    usage(kind, object).forEach((resource, amount) -> used.computeIfPresent(resource, (r, sum) -> sum.add(amount)));
                }
            }
        }
        return used;
    }

    public static String print(String resource, BigDecimal amount) {
        return Quantity.print(amount, resource.endsWith("memory") || resource.endsWith("storage"));
    }

    private static String print(List<String> resources, Map<String, BigDecimal> amounts) {
        return String.join(",", resources.stream().map(r -> r + "=" + print(r, amounts.get(r))).toList());
    }

    private static Map<String, BigDecimal> usage(Kind kind, ObjectNode object) {
        Map<String, BigDecimal> usage = new TreeMap<>();
        usage.put("count/" + kind.qualified(), BigDecimal.ONE);
        if (!kind.equals(Kind.POD)) {
            usage.put(kind.plural(), BigDecimal.ONE);
            return usage;
        }
        String phase = Json.text(object, "status", "phase");
        if (phase.equals("Failed") || phase.equals("Succeeded")) {
            return usage;
        }
        usage.put("pods", BigDecimal.ONE);
        for (ObjectNode container : Json.items(object, "spec", "containers")) {
            amounts(container, "requests").forEach((r, amount) -> {
                usage.merge("requests." + r, amount, BigDecimal::add);
                usage.merge(r, amount, BigDecimal::add);
            });
            amounts(container, "limits").forEach((r, amount) -> usage.merge("limits." + r, amount, BigDecimal::add));
        }
        return usage;
    }

    /** Requests default to limits. */
    private static Map<String, BigDecimal> amounts(ObjectNode container, String field) {
        Map<String, String> stated = new LinkedHashMap<>(Json.strings(container, "resources", "limits"));
        if (field.equals("requests")) {
            stated.putAll(Json.strings(container, "resources", "requests"));
        }
        Map<String, BigDecimal> amounts = new LinkedHashMap<>();
        stated.forEach((resource, amount) -> amounts.put(resource, Quantity.of(amount)));
        return amounts;
    }

    private static void demandStated(ObjectNode pod, ObjectNode quota, Map<String, String> hard) {
        for (ObjectNode container : Json.items(pod, "spec", "containers")) {
            List<String> missing = new ArrayList<>();
            for (String resource : hard.keySet()) {
                String field = resource.startsWith("limits.") ? "limits" : "requests";
                String plain = resource.replaceFirst("^(limits|requests)\\.", "");
                if (List.of("cpu", "memory").contains(plain) && !amounts(container, field).containsKey(plain)) {
                    missing.add(resource);
                }
            }
            if (!missing.isEmpty()) {
                throw StatusError.forbidden(Kind.POD, Json.name(pod), "failed quota: %s: must specify %s for: %s"
                        .formatted(Json.name(quota), String.join(",", missing), Json.text(container, "name")));
            }
        }
    }

    private void limits(ObjectNode pod) {
        for (ObjectNode range : store.list(Kind.LIMIT_RANGE, Json.namespace(pod))) {
            for (ObjectNode limit : Json.items(range, "spec", "limits")) {
                if (Json.text(limit, "type").equals("Container")) {
                    Json.items(pod, "spec", "containers").forEach(container -> limit(pod, container, limit));
                }
            }
        }
    }

    private static void limit(ObjectNode pod, ObjectNode container, JsonNode limit) {
        fill(container, "limits", Json.strings(limit, "default"));
        fill(container, "requests", Json.strings(limit, "defaultRequest"));
        Json.strings(limit, "max").forEach((resource, max) -> {
            BigDecimal limits = amounts(container, "limits").get(resource);
            if (limits == null) {
                throw StatusError.forbidden(Kind.POD, Json.name(pod),
                        "maximum %s usage per Container is %s.  No limit is specified".formatted(resource, max));
            }
            if (limits.compareTo(Quantity.of(max)) > 0) {
                throw StatusError.forbidden(Kind.POD, Json.name(pod), "maximum %s usage per Container is %s, but limit is %s"
                        .formatted(resource, max, print(resource, limits)));
            }
        });
        Json.strings(limit, "min").forEach((resource, min) -> {
            BigDecimal requests = amounts(container, "requests").get(resource);
            if (requests == null || requests.compareTo(Quantity.of(min)) < 0) {
                throw StatusError.forbidden(Kind.POD, Json.name(pod), "minimum %s usage per Container is %s%s".formatted(
                        resource, min, requests == null ? ".  No request is specified" : ", but request is " + print(resource, requests)));
            }
        });
    }

    private static void fill(ObjectNode container, String field, Map<String, String> defaults) {
        defaults.forEach((resource, amount) -> Json.defaultTo(Json.child(container, "resources", field), resource, amount));
    }
}
