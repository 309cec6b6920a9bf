package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.HeldCandidate;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a held release was made of, in a Secret: its manifests and variables may hold values of credentials. */
final class KeptRelease {
    private KeptRelease() {}

    /** The Secret, which is the candidate colour's. */
    static ObjectNode secret(String application, Color color, Map<String, String> texts) {
        ObjectNode secret = ApiServer.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
        secret.putObject("metadata").put("name", HeldCandidate.secret(application));
        MetadataKeys.label(secret, application, color);
        ObjectNode data = secret.put("type", "Opaque").putObject("data");
        texts.forEach((key, text) ->
                data.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return secret;
    }

    /** Its texts. It is listed, because the Role allows no get; one of somebody else is not read. */
    static Optional<Map<String, String>> find(ApiServer api, String namespace, String application) {
        String labels = MetadataKeys.APPLICATION + "=" + application;
        return api.list(ResourceTypes.SECRET, namespace, labels, "metadata.name=" + HeldCandidate.secret(application))
                .stream()
                .map(KeptRelease::texts)
                .findFirst();
    }

    private static Map<String, String> texts(JsonNode secret) {
        Map<String, String> texts = new TreeMap<>();
        secret.path("data").properties().forEach(entry -> texts.put(
                entry.getKey(),
                new String(Base64.getDecoder().decode(entry.getValue().asText()), StandardCharsets.UTF_8)));
        return texts;
    }
}
