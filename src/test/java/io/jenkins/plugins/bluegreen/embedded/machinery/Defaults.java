package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** Sets the default values of a real API server, as far as a comparison of objects depends on them. */
final class Defaults {
    private final AtomicInteger addresses = new AtomicInteger(10);

    void fill(Kind kind, ObjectNode object) {
        switch (kind.kind()) {
            case "Deployment" -> {
                Json.child(object, "status");
                deployment(Json.child(object, "spec"));
            }
            case "ReplicaSet" -> {
                Json.defaultTo(Json.child(object, "spec"), "replicas", 1);
                Json.defaultTo(Json.child(object, "status"), "replicas", 0);
                podSpec(Json.child(object, "spec", "template", "spec"));
            }
            case "Job" -> job(object);
            case "Pod" -> {
                Json.defaultTo(Json.child(object, "status"), "phase", "Pending");
                podSpec(Json.child(object, "spec"));
                Json.items(object, "spec", "containers").forEach(Defaults::requests);
            }
            case "Service" -> {
                Json.child(object, "status", "loadBalancer");
                service(Json.child(object, "spec"));
            }
            case "Secret" -> secret(object);
            case "Namespace" -> {
                Json.child(object, "status").put("phase", "Active");
                Json.child(object, "metadata", "labels").put("kubernetes.io/metadata.name", Json.name(object));
            }
            case "HorizontalPodAutoscaler" -> Json.defaultTo(Json.child(object, "spec"), "minReplicas", 1);
            case "LimitRange" -> Json.items(object, "spec", "limits").forEach(Defaults::limit);
            case "PersistentVolumeClaim" -> Json.defaultTo(Json.child(object, "status"), "phase", "Bound");
            default -> { }
        }
    }

    /** Requests default to the limits. */
    private static void requests(ObjectNode container) {
        if (Json.has(container, "resources", "limits")) {
            inherit(Json.child(container, "resources"), "requests", "limits");
        }
    }

    private static void limit(ObjectNode limit) {
        if (Json.text(limit, "type").equals("Container")) {
            inherit(limit, "default", "max");
            inherit(limit, "defaultRequest", "default");
            inherit(limit, "defaultRequest", "min");
        }
    }

    private static void inherit(ObjectNode limit, String field, String from) {
        Json.strings(limit, from).forEach((resource, amount) -> Json.defaultTo(Json.child(limit, field), resource, amount));
    }

    private static void deployment(ObjectNode spec) {
        Json.defaultTo(spec, "replicas", 1);
        Json.defaultTo(spec, "revisionHistoryLimit", 10);
        Json.defaultTo(spec, "progressDeadlineSeconds", 600);
        ObjectNode strategy = Json.child(spec, "strategy");
        Json.defaultTo(strategy, "type", "RollingUpdate");
        if (Json.text(strategy, "type").equals("RollingUpdate")) {
            ObjectNode rolling = Json.child(strategy, "rollingUpdate");
            Json.defaultTo(rolling, "maxSurge", "25%");
            Json.defaultTo(rolling, "maxUnavailable", "25%");
        }
        podSpec(Json.child(spec, "template", "spec"));
    }

    private static void job(ObjectNode job) {
        Json.child(job, "status");
        ObjectNode spec = Json.child(job, "spec");
        Json.defaultTo(spec, "parallelism", 1);
        Json.defaultTo(spec, "completions", 1);
        Json.defaultTo(spec, "backoffLimit", 6);
        Json.defaultTo(spec, "completionMode", "NonIndexed");
        spec.put("suspend", spec.path("suspend").asBoolean());
        ObjectNode selector = Json.child(spec, "selector", "matchLabels");
        ObjectNode labels = Json.child(spec, "template", "metadata", "labels");
        selector.put("batch.kubernetes.io/controller-uid", Json.uid(job));
        for (String prefix : new String[] {"batch.kubernetes.io/", ""}) {
            labels.put(prefix + "controller-uid", Json.uid(job)).put(prefix + "job-name", Json.name(job));
        }
        podSpec(Json.child(spec, "template", "spec"));
    }

    private static void podSpec(ObjectNode spec) {
        Json.defaultTo(spec, "restartPolicy", "Always");
        Json.defaultTo(spec, "terminationGracePeriodSeconds", 30);
        Json.defaultTo(spec, "dnsPolicy", "ClusterFirst");
        Json.defaultTo(spec, "schedulerName", "default-scheduler");
        Json.child(spec, "securityContext");
        Json.items(spec, "initContainers").forEach(Defaults::container);
        Json.items(spec, "containers").forEach(Defaults::container);
        for (ObjectNode volume : Json.items(spec, "volumes")) {
            for (String source : new String[] {"configMap", "secret", "projected"}) {
                if (volume.get(source) instanceof ObjectNode given) {
                    Json.defaultTo(given, "defaultMode", 420);
                }
            }
        }
    }

    private static void container(ObjectNode container) {
        String image = Json.text(container, "image");
        boolean latest = image.endsWith(":latest") || image.lastIndexOf(':') <= image.lastIndexOf('/');
        Json.defaultTo(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
        Json.defaultTo(container, "terminationMessagePath", "/dev/termination-log");
        Json.defaultTo(container, "terminationMessagePolicy", "File");
        Json.child(container, "resources");
        Json.items(container, "ports").forEach(port -> Json.defaultTo(port, "protocol", "TCP"));
        for (String name : new String[] {"readinessProbe", "livenessProbe", "startupProbe"}) {
            if (container.get(name) instanceof ObjectNode probe) {
                Json.defaultTo(probe, "timeoutSeconds", 1);
                Json.defaultTo(probe, "periodSeconds", 10);
                Json.defaultTo(probe, "successThreshold", 1);
                Json.defaultTo(probe, "failureThreshold", 3);
                if (probe.get("httpGet") instanceof ObjectNode get) {
                    Json.defaultTo(get, "path", "/");
                    Json.defaultTo(get, "scheme", "HTTP");
                }
            }
        }
    }

    private void service(ObjectNode spec) {
        Json.defaultTo(spec, "type", "ClusterIP");
        Json.defaultTo(spec, "sessionAffinity", "None");
        if (!Json.text(spec, "type").equals("ExternalName")) {
            if (!Json.has(spec, "clusterIP")) {
                spec.put("clusterIP", "10.96." + addresses.get() / 250 + "." + (1 + addresses.getAndIncrement() % 250));
            }
            if (!Json.has(spec, "clusterIPs")) {
                spec.putArray("clusterIPs").add(spec.get("clusterIP"));
            }
            Json.defaultTo(spec, "internalTrafficPolicy", "Cluster");
            Json.defaultTo(spec, "ipFamilyPolicy", "SingleStack");
            if (!Json.has(spec, "ipFamilies")) {
                spec.putArray("ipFamilies").add("IPv4");
            }
        }
        for (ObjectNode port : Json.items(spec, "ports")) {
            Json.defaultTo(port, "protocol", "TCP");
            if (!Json.has(port, "targetPort")) {
                port.set("targetPort", IntNode.valueOf(Json.number(port, 0, "port")));
            }
        }
    }

    private static void secret(ObjectNode secret) {
        Json.defaultTo(secret, "type", "Opaque");
        if (secret.remove("stringData") instanceof ObjectNode plain) {
            ObjectNode data = Json.child(secret, "data");
            plain.properties().forEach(e -> data.put(e.getKey(), Base64.getEncoder()
                    .encodeToString(e.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
    }
}
