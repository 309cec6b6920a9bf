package io.jenkins.plugins.bluegreen.e2e;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
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
        String deployment = Yaml.DEPLOYMENT.replace("- name: SHUTDOWN", OWN_FILE) + VOLUME;
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, deployment);
        return new CrashFile(trial);
    }

    /** Makes these Pods crash. */
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
        pods.forEach(pod -> trial.until(pod.getMetadata().getName() + " to crash", () -> hasCrashed(pod)));
    }

    /** Whether the Pod has crashed; if not, changes the Pod so that its kubelet updates the volume. */
    private boolean hasCrashed(Pod pod) {
        String touched = "{\"metadata\":{\"annotations\":{\"touched\":\"" + System.nanoTime() + "\"}}}";
        Pod seen = trial.admin().pods().resource(pod).patch(PatchContext.of(PatchType.STRATEGIC_MERGE), touched);
        return seen.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getRestartCount() > 0 || status.getState().getTerminated() != null);
    }
}
