package io.jenkins.plugins.bluegreen.e2e.monitoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Pods of a namespace as targets for Prometheus' discovery by HTTP, with the labels that its own discovery of the
 * role {@code pod} gives. Source: "Configuration", prometheus.io, kubernetes_sd_config.
 */
final class PodDiscovery implements AutoCloseable {
    private static final String META = "__meta_kubernetes_";

    private final LocalPage page;

    private PodDiscovery(LocalPage page) {
        this.page = page;
    }

    static PodDiscovery of(KubernetesClient client, String namespace) throws IOException {
        return new PodDiscovery(LocalPage.serving("/pods", "application/json", () -> {
            List<Object> targets = new ArrayList<>();
            client.pods().inNamespace(namespace).list().getItems().forEach(pod -> targets.addAll(targets(pod)));
            return new ObjectMapper().writeValueAsString(targets);
        }));
    }

    String url() {
        return "http://" + page.address() + "/pods";
    }

    private static List<Object> targets(Pod pod) {
        List<Object> targets = new ArrayList<>();
        String address = pod.getStatus().getPodIP();
        if (address == null) {
            return targets;
        }
        for (Container container : pod.getSpec().getContainers()) {
            for (ContainerPort port : container.getPorts()) {
                Map<String, String> labels = labels(pod);
                labels.put(META + "pod_container_name", container.getName());
                labels.put(META + "pod_container_port_number", port.getContainerPort().toString());
                targets.add(Map.of("targets", List.of(address + ":" + port.getContainerPort()), "labels", labels));
            }
        }
        return targets;
    }

    private static Map<String, String> labels(Pod pod) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(META + "namespace", pod.getMetadata().getNamespace());
        labels.put(META + "pod_name", pod.getMetadata().getName());
        labels.put(META + "pod_ip", pod.getStatus().getPodIP());
        labels.put(META + "pod_phase", pod.getStatus().getPhase());
        put(labels, "pod_label", pod.getMetadata().getLabels());
        put(labels, "pod_annotation", pod.getMetadata().getAnnotations());
        return labels;
    }

    private static void put(Map<String, String> labels, String kind, Map<String, String> values) {
        if (values != null) {
            values.forEach((name, value) -> {
                String clean = name.replaceAll("\\W", "_");
                labels.put(META + kind + "_" + clean, value);
                labels.put(META + kind + "present_" + clean, "true");
            });
        }
    }

    @Override
    public void close() {
        page.close();
    }
}
