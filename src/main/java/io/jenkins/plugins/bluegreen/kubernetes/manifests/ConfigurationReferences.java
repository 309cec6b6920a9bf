package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Finds the ConfigMaps and Secrets that Pods and a few other kinds refer to (Kubernetes API reference, "PodSpec"). */
final class ConfigurationReferences {
    /** Called for each reference, which it may change. */
    interface Visitor {
        void reference(String kind, ObjectNode holder, String field);
    }

    private static final List<String> CONTAINERS = List.of("initContainers", "containers");

    private ConfigurationReferences() {}

    /** The references of a {@code PodSpec}. */
    static void ofPods(JsonNode podSpec, Visitor visitor) {
        for (String list : CONTAINERS) {
            for (JsonNode container : podSpec.path(list)) {
                for (JsonNode from : container.path("envFrom")) {
                    visit("ConfigMap", from.path("configMapRef"), "name", visitor);
                    visit("Secret", from.path("secretRef"), "name", visitor);
                }
                for (JsonNode variable : container.path("env")) {
                    JsonNode from = variable.path("valueFrom");
                    visit("ConfigMap", from.path("configMapKeyRef"), "name", visitor);
                    visit("Secret", from.path("secretKeyRef"), "name", visitor);
                }
            }
        }
        for (JsonNode volume : podSpec.path("volumes")) {
            ofVolume(volume, visitor);
        }
        for (JsonNode secret : podSpec.path("imagePullSecrets")) {
            visit("Secret", secret, "name", visitor);
        }
    }

    private static void ofVolume(JsonNode volume, Visitor visitor) {
        visit("ConfigMap", volume.path("configMap"), "name", visitor);
        for (JsonNode source : volume.path("projected").path("sources")) {
            visit("ConfigMap", source.path("configMap"), "name", visitor);
            visit("Secret", source.path("secret"), "name", visitor);
        }
        for (JsonNode source : volume) {
            // secret and azureFile; cephfs, rbd, iscsi, flexVolume, scaleIO and storageos; csi
            visit("Secret", source, "secretName", visitor);
            visit("Secret", source.path("secretRef"), "name", visitor);
            visit("Secret", source.path("nodePublishSecretRef"), "name", visitor);
        }
    }

    /** The references of an object that is not coloured: a workload of another kind, an Ingress, a ServiceAccount. */
    static void of(JsonNode object, Visitor visitor) {
        JsonNode spec = object.path("spec");
        ofPods(spec, visitor);
        ofPods(spec.path("template").path("spec"), visitor);
        ofPods(spec.path("jobTemplate").path("spec").path("template").path("spec"), visitor);
        for (JsonNode tls : spec.path("tls")) {
            visit("Secret", tls, "secretName", visitor);
        }
        for (String list : List.of("secrets", "imagePullSecrets")) {
            for (JsonNode secret : object.path(list)) {
                visit("Secret", secret, "name", visitor);
            }
        }
    }

    private static void visit(String kind, JsonNode holder, String field, Visitor visitor) {
        if (holder instanceof ObjectNode object && object.path(field).isTextual()) {
            visitor.reference(kind, object, field);
        }
    }
}
