package io.jenkins.plugins.bluegreen.e2e.drills;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The state in which a failure leaves an application with two colours. */
public final class LeftBehind {
    private LeftBehind() {}

    /** As "blue 2 of 2 ready, has the traffic; green 0 of 2 ready". */
    public static String in(KubernetesClient client, String namespace) {
        String live = client.services().inNamespace(namespace).withName(Trial.APPLICATION).get()
                .getSpec().getSelector().get("color");
        List<String> colors = new ArrayList<>();
        List<Deployment> deployments = new ArrayList<>(
                client.apps().deployments().inNamespace(namespace).list().getItems());
        deployments.sort(Comparator.comparing(deployment -> deployment.getMetadata().getName()));
        for (Deployment deployment : deployments) {
            String color = deployment.getMetadata().getName().replaceFirst("^.*-", "");
            int wanted = deployment.getSpec().getReplicas();
            Integer ready = deployment.getStatus().getReadyReplicas();
            colors.add(color + (wanted == 0 ? " without Pods" : " " + (ready == null ? 0 : ready) + " of " + wanted
                    + " ready") + (color.equals(live) ? ", has the traffic" : ""));
        }
        return String.join("; ", colors);
    }
}
