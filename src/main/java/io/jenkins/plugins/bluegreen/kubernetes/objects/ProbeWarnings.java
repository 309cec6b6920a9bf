package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds probes that restart Pods for somebody else's trouble, or that make every release wait. */
public final class ProbeWarnings {
    /** All of Spring Boot's health, and not a group of it such as {@code /actuator/health/liveness}. */
    private static final Pattern WHOLE_HEALTH = Pattern.compile("actuator/health/?(?![\\w/])");

    private static final int LONG_SECONDS = 60;

    private ProbeWarnings() {}

    /** The warnings for the containers of a Deployment. */
    public static List<Sentence> of(ManifestObject deployment) {
        List<Sentence> found = new ArrayList<>();
        JsonNode containers = deployment.podSpec().path("containers");
        for (int i = 0; i < containers.size(); i++) {
            liveness(deployment, containers.get(i), i).ifPresent(found::add);
            delay(deployment, containers.get(i), i).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Sentence> liveness(ManifestObject deployment, JsonNode container, int index) {
        JsonNode probe = container.path("livenessProbe");
        String command = probe.path("exec").path("command").valueStream()
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
        String asked = probe.path("httpGet").path("path").asText() + " " + command;
        return WHOLE_HEALTH.matcher(asked).find()
                ? Optional.of(deployment.remark(
                        "manifest.warnLiveness", at(index, "livenessProbe"), container.path("name").asText()))
                : Optional.empty();
    }

    private static Optional<Sentence> delay(ManifestObject deployment, JsonNode container, int index) {
        if (container.hasNonNull("startupProbe")) {
            return Optional.empty();
        }
        for (String probe : List.of("readinessProbe", "livenessProbe")) {
            int seconds = container.path(probe).path("initialDelaySeconds").asInt();
            if (seconds >= LONG_SECONDS) {
                String key = probe.equals("readinessProbe") ? "manifest.warnDelay" : "manifest.warnLateLiveness";
                String name = container.path("name").asText();
                return Optional.of(deployment.remark(key, at(index, probe, "initialDelaySeconds"), name, seconds));
            }
        }
        return Optional.empty();
    }

    private static Object[] at(int index, String... fields) {
        List<Object> path = new ArrayList<>(List.of("spec", "template", "spec", "containers", index));
        path.addAll(List.of(fields));
        return path.toArray();
    }
}
