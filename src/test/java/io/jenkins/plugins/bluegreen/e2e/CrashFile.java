package io.jenkins.plugins.bluegreen.e2e;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes chosen Pods crash at each start: a file with their name appears in a volume. The volume is a ConfigMap that is
 * not part of the release. A kubelet updates it when the Pod changes, and once a minute.
 */
final class CrashFile {
    private static final String VOLUME =
            """
                    volumeMounts:
                    - name: crash
                      mountPath: /etc/crash
                  volumes:
                  - name: crash
                    configMap:
                      name: ${APP}-crash
                      optional: true
            """;

    private static final String OWN_FILE =
            """
            - name: POD
                      valueFrom:
                        fieldRef:
                          fieldPath: metadata.name
                    - name: CRASH_FILE
                      value: /etc/crash/$(POD)
                    - name: SHUTDOWN""";

    private final Trial trial;

    private CrashFile(Trial trial) {
        this.trial = trial;
    }

    /** Adds the volume to the Pods of all later versions; each looks for a file with its own name. */
    static CrashFile in(Trial trial) {
        return in(trial, Yaml.DEPLOYMENT);
    }

    /** The same with a Deployment like {@link Yaml#DEPLOYMENT}. */
    static CrashFile in(Trial trial, String deployment) {
        trial.manifests(
                Yaml.CONFIG_MAP,
                Yaml.SECRET,
                Yaml.SERVICE,
                deployment.replace("- name: SHUTDOWN", OWN_FILE) + VOLUME);
        return new CrashFile(trial);
    }

    /** Makes these Pods crash, and waits until each has, or is being deleted. */
    void strike(List<Pod> pods) {
        Map<String, String> files =
                pods.stream().collect(Collectors.toMap(pod -> pod.getMetadata().getName(), pod -> ""));
        trial.admin()
                .configMaps()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(Trial.APPLICATION + "-crash")
                        .withNamespace(trial.namespace())
                        .endMetadata()
                        .addToData(files)
                        .build())
                .create();
        trial.until("the Pods to crash", () -> pods.stream().allMatch(this::isOver));
    }

    /** Whether the Pod has crashed or is deleted; if not, changes it so that its kubelet updates the volume. */
    private boolean isOver(Pod pod) {
        Pod seen = trial.admin().pods().resource(pod).get();
        if (seen == null || seen.getMetadata().getDeletionTimestamp() != null || hasCrashed(seen)) {
            return true;
        }
        String touched = "{\"metadata\":{\"annotations\":{\"touched\":\"" + System.nanoTime() + "\"}}}";
        try {
            trial.admin().pods().resource(pod).patch(PatchContext.of(PatchType.STRATEGIC_MERGE), touched);
        } catch (KubernetesClientException e) {
            // it may have been deleted meanwhile
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
        return false;
    }

    private static boolean hasCrashed(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getRestartCount() > 0 || status.getState().getTerminated() != null);
    }
}
