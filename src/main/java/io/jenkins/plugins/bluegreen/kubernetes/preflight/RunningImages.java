package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import io.jenkins.plugins.bluegreen.kubernetes.pods.WorkloadReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says as what an image without a fixed tag runs now: its digest is the only name by which one can come back to it. By
 * the watches.
 */
final class RunningImages {
    /** A digest by which the image can be pulled; without a repository before it, it is only the node's own. */
    private static final Pattern DIGEST = Pattern.compile("[^@]+@(sha256:[0-9a-f]{64})");

    private final WorkloadReader workloads;

    RunningImages(WorkloadReader workloads) {
        this.workloads = workloads;
    }

    /** One sentence for each container whose live Pods run the same name as the release. */
    List<Sentence> warnings(RenderedRelease release, List<ServiceView> current) {
        Map<String, String> moving = release.movingImages();
        if (moving.isEmpty() || current.isEmpty()) {
            return List.of();
        }
        Collection<Pod> pods = workloads.podsOf(current.get(0).traffic().selector()).stream()
                .filter(pod -> !WorkloadReader.isTerminating(pod) && pod.getStatus() != null)
                .toList();
        List<Sentence> warnings = new ArrayList<>();
        moving.forEach((container, image) -> {
            Set<String> digests = digests(pods, container, image);
            if (!digests.isEmpty()) {
                warnings.add(Sentence.of(
                        "preflight.runningImage", image, container, String.join(", ", digests)));
            }
        });
        return warnings;
    }

    private static Set<String> digests(Collection<Pod> pods, String container, String image) {
        Set<String> digests = new TreeSet<>();
        for (Pod pod : pods) {
            boolean same = pod.getSpec().getContainers().stream()
                    .anyMatch(each -> each.getName().equals(container) && image.equals(each.getImage()));
            for (ContainerStatus status : pod.getStatus().getContainerStatuses()) {
                Matcher digest = DIGEST.matcher(String.valueOf(status.getImageID()));
                if (same && status.getName().equals(container) && digest.matches()) {
                    digests.add(digest.group(1));
                }
            }
        }
        return digests;
    }
}
