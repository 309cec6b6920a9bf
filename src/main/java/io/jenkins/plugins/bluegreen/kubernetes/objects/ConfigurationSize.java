package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Limits;
import java.nio.charset.StandardCharsets;

/** Validates that a ConfigMap or Secret is not larger than the API server takes. */
final class ConfigurationSize {
    private ConfigurationSize() {}

    static void check(ManifestObject object) {
        if (!object.isConfiguration()) {
            return;
        }
        long bytes = bytes(object.get("data"), object.kind().equals("Secret"))
                + bytes(object.get("stringData"), false)
                + bytes(object.get("binaryData"), true);
        if (bytes > Limits.CONFIGURATION) {
            throw object.error("manifest.configurationSize", ManifestObject.at(), (bytes + 1023) / 1024);
        }
    }

    private static long bytes(JsonNode map, boolean base64) {
        return map.properties().stream()
                .mapToLong(entry -> {
                    long key = entry.getKey().getBytes(StandardCharsets.UTF_8).length;
                    long value = entry.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
                    return key + (base64 ? value / 4 * 3 : value);
                })
                .sum();
    }
}
