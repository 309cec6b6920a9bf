package io.jenkins.plugins.bluegreen.kubernetes.watch;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields of watched Pods and EndpointSlices that nothing here reads: most of what a namespace's Pods are made of.
 * Deployments stay whole: their Pod templates are compared, and their {@code managedFields} name other clients.
 */
final class UnreadFields {
    private UnreadFields() {}

    static void removeFrom(HasMetadata item) {
        if (item instanceof Deployment) {
            return;
        }
        item.getMetadata().setManagedFields(List.of());
        if (item instanceof Pod pod) {
            keepOwnAnnotations(pod.getMetadata());
            if (pod.getSpec() != null) {
                pod.setSpec(read(pod.getSpec()));
            }
            if (pod.getStatus() != null) {
                removeFrom(pod.getStatus(), moving(pod.getSpec()));
            }
        } else if (item instanceof EndpointSlice slice && slice.getEndpoints() != null) {
            slice.setEndpoints(
                    slice.getEndpoints().stream().map(UnreadFields::read).toList());
        }
    }

    private static void keepOwnAnnotations(ObjectMeta metadata) {
        if (metadata.getAnnotations() != null) {
            metadata.setAnnotations(metadata.getAnnotations().entrySet().stream()
                    .filter(annotation -> MetadataKeys.isOwn(annotation.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        }
    }

    private static PodSpec read(PodSpec whole) {
        PodSpec spec = new PodSpec();
        spec.setNodeName(whole.getNodeName());
        spec.setContainers(read(whole.getContainers()));
        spec.setInitContainers(read(whole.getInitContainers()));
        return spec;
    }

    private static List<Container> read(List<Container> whole) {
        return whole.stream()
                .map(container -> {
                    Container read = new Container();
                    read.setName(container.getName());
                    read.setImage(container.getImage());
                    read.setResources(container.getResources());
                    return read;
                })
                .toList();
    }

    /** The containers whose image may be another one tomorrow: what it is today is read. */
    private static Set<String> moving(PodSpec spec) {
        return spec == null
                ? Set.of()
                : spec.getContainers().stream()
                        .filter(container -> container.getImage() != null)
                        .filter(container -> container.getImage().matches(".*:latest|[^@]*/[^:@]+|[^:/@]+"))
                        .map(Container::getName)
                        .collect(Collectors.toSet());
    }

    private static void removeFrom(PodStatus status, Set<String> moving) {
        status.setHostIP(null);
        status.setHostIPs(List.of());
        status.setPodIPs(List.of());
        status.setEphemeralContainerStatuses(List.of());
        status.setResourceClaimStatuses(List.of());
        status.getInitContainerStatuses().forEach(container -> removeFrom(container, Set.of()));
        status.getContainerStatuses().forEach(container -> removeFrom(container, moving));
    }

    private static void removeFrom(ContainerStatus status, Set<String> moving) {
        status.setImage(null);
        status.setImageID(moving.contains(status.getName()) ? status.getImageID() : null);
        status.setContainerID(null);
        status.setVolumeMounts(List.of());
        status.setResources(null);
        status.setAllocatedResources(Map.of());
        status.setAllocatedResourcesStatus(List.of());
        status.setUser(null);
    }

    private static Endpoint read(Endpoint whole) {
        Endpoint endpoint = new Endpoint();
        endpoint.setConditions(whole.getConditions());
        endpoint.setTargetRef(whole.getTargetRef());
        return endpoint;
    }
}
