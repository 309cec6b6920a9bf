package io.jenkins.plugins.bluegreen.e2e.monitoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration of {@code examples/monitoring}, in a hurry, for a Prometheus outside the cluster. Debian's has no
 * discovery of Kubernetes: it gets the same labels by HTTP.
 */
final class ExampleConfiguration {
    static final Path FOLDER = Path.of("examples", "monitoring");

    private ExampleConfiguration() {}

    /**
     * The text, which is JSON.
     *
     * @param controller host and port of what has the controller's metrics
     * @param pods the URL of {@link PodDiscovery}
     */
    static String of(String controller, String pods) throws IOException {
        ObjectMapper json = new ObjectMapper();
        String text = Files.readString(FOLDER.resolve("prometheus.yml"));
        ObjectNode all = json.valueToTree(Serialization.unmarshal(text, Object.class));
        all.withObject("/global").put("scrape_interval", "1s").put("evaluation_interval", "1s");
        all.remove("alerting");
        all.putArray("rule_files").add(FOLDER.resolve("rules.yml").toAbsolutePath().toString());
        for (var job : all.path("scrape_configs")) {
            ObjectNode changed = (ObjectNode) job;
            if (changed.remove("kubernetes_sd_configs") != null) {
                changed.putArray("http_sd_configs").addObject().put("url", pods).put("refresh_interval", "1s");
            } else {
                ((ArrayNode) changed.at("/static_configs/0/targets")).removeAll().add(controller);
            }
        }
        return json.writeValueAsString(all);
    }
}
