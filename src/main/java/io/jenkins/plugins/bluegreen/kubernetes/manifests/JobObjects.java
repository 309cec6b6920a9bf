package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Jobs of the manifests, such as database migrations. A Job can't be changed in the cluster, so its name gets a
 * hash of its content and of the ConfigMaps and Secrets that it reads: a Job of that name has run this very content.
 */
final class JobObjects {
    /** The cluster writes the name into a label of the Pods. */
    private static final int LONGEST_NAME = 63;

    private static final int HASH = 8;

    private static final Set<String> WORKLOADS = Set.of("StatefulSet", "DaemonSet", "CronJob", "ReplicationController");

    private JobObjects() {}

    static boolean isJob(ManifestObject object) {
        return isJob(object.apiVersion(), object.kind());
    }

    static boolean isJob(String apiVersion, String kind) {
        return kind.equals("Job") && ResourceType.group(apiVersion).equals("batch");
    }

    /** The same for both colours. Another one for each redeployment of an image that may have become another one. */
    static String hash(
            ManifestObject job,
            List<ManifestObject> objects,
            String application,
            String colorLabel,
            ReleaseSpec spec) {
        Set<String> read = new HashSet<>();
        ConfigurationReferences.ofPods(job.podSpec(), (kind, holder, field) ->
                read.add(kind + "/" + holder.path(field).asText()));
        List<ManifestObject> content = new ArrayList<>(List.of(job));
        objects.stream()
                .filter(object -> object.isConfiguration() && read.contains(object.title()))
                .forEach(content::add);
        boolean again = spec.policy().redeploy() && images(job.podSpec()).anyMatch(ImageOverrides::isMutable);
        String run = again ? SpecHash.again(application, spec.id()) : application;
        return SpecHash.of(run, colorLabel, content).substring(0, HASH);
    }

    static String name(String original, String hash) {
        String start = original.substring(0, Math.min(original.length(), LONGEST_NAME - HASH - 1));
        return start.replaceAll("[-.]+$", "") + "-" + hash;
    }

    /** An image that may become another one without a change of the Job. */
    static List<Sentence> warnings(ManifestObject job) {
        return images(job.podSpec())
                .filter(ImageOverrides::isMutable)
                .distinct()
                .map(image -> job.remark("manifest.warnJobImage", ManifestObject.at(), image))
                .toList();
    }

    /** Whether Pods of this object would run the Deployment's version, which may need what the Jobs do. */
    static boolean runsVersion(RenderedObject object, ManifestObject deployment) {
        if (!WORKLOADS.contains(object.kind())) {
            return false;
        }
        Set<String> repositories =
                images(deployment.podSpec()).map(ImageOverrides::repository).collect(Collectors.toSet());
        JsonNode spec = object.tree().path("spec");
        return Stream.of(spec.at("/template/spec"), spec.at("/jobTemplate/spec/template/spec"))
                .flatMap(JobObjects::images)
                .map(ImageOverrides::repository)
                .anyMatch(repositories::contains);
    }

    private static Stream<String> images(JsonNode podSpec) {
        return Stream.of("initContainers", "containers")
                .flatMap(list -> podSpec.path(list).valueStream())
                .map(container -> container.path("image").asText());
    }
}
