package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of a Service's spec beside its selector and ports that decide which requests reach it, and how: type,
 * traffic policies, session affinity, load balancer. They change at the switch, in the same patch as the selector.
 */
public final class ServiceFields {
    /** The Service's addresses. They are applied before the switch: the API server refuses most changes of them. */
    private static final List<String> ADDRESSES =
            List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort");

    private ServiceFields() {}

    /** Those of a Service's {@code spec}. */
    public static ObjectNode of(JsonNode spec) {
        ObjectNode fields = ApiServer.JSON.createObjectNode();
        fields.setAll((ObjectNode) (spec.isObject() ? spec.deepCopy() : ApiServer.JSON.createObjectNode()));
        fields.remove(List.of("selector", "ports"));
        fields.remove(ADDRESSES);
        return fields;
    }

    /** The names of those that the plugin wrote last, whether by an apply or by a patch. */
    public static Set<String> ours(JsonNode service) {
        Set<String> names = new TreeSet<>();
        for (JsonNode entry : service.path("metadata").path("managedFields")) {
            if (entry.path("manager").asText().equals(ApiServer.FIELD_MANAGER)) {
                entry.path("fieldsV1").path("f:spec").fieldNames().forEachRemaining(name ->
                        names.add(name.startsWith("f:") ? name.substring(2) : name));
            }
        }
        names.retainAll(Set.copyOf(names(of(service.path("spec")))));
        return names;
    }

    /** The fields of a JSON text; none for null. */
    static ObjectNode parsed(String fields) {
        try {
            JsonNode parsed = ApiServer.JSON.readTree(fields == null ? "{}" : fields);
            return parsed.isObject() ? (ObjectNode) parsed : ApiServer.JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("fields are not JSON: " + fields, e);
        }
    }

    /** Whether a Service keeps its node ports once it gets the {@code wanted} fields: by the type that it has then. */
    static boolean keepNodePorts(Traffic current, ObjectNode wanted) {
        if (current.fields() == null) {
            return true;
        }
        ObjectNode then = parsed(current.fields());
        then.remove(current.ours());
        then.setAll(wanted);
        String type = then.path("type").asText("ClusterIP");
        return type.equals("NodePort")
                || type.equals("LoadBalancer") && then.path("allocateLoadBalancerNodePorts").asBoolean(true);
    }

    private static List<String> names(ObjectNode fields) {
        return fields.properties().stream().map(Map.Entry::getKey).toList();
    }
}
