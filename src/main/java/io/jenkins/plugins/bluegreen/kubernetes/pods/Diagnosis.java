package io.jenkins.plugins.bluegreen.kubernetes.pods;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.workload.PodTrouble;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the reason why a Deployment's Pods don't become ready, as one sentence. */
public final class Diagnosis {
    private final WorkloadReader workloads;
    private final PodEvidence evidence;
    private final ScaleUps scaleUps;

    public Diagnosis(ApiServer api, WorkloadReader workloads, String namespace) {
        this.workloads = workloads;
        evidence = new PodEvidence(api, namespace);
        scaleUps = new ScaleUps(api, namespace);
    }

    /** The problem of the Pods of one revision, or of all revisions for a null {@code specHash}; empty without any. */
    public Optional<Sentence> of(String name, String specHash) {
        Optional<Deployment> deployment = workloads.deployment(name);
        if (deployment.isEmpty()) {
            return Optional.empty();
        }
        DeploymentView view = workloads.workload(name).deployment();
        if (view != null && view.refusal() != null) {
            String key = view.isQuotaFull() ? "diagnosis.quota" : "diagnosis.refused";
            return Optional.of(Sentence.of(key, name, view.refusal()));
        }
        Optional<Sentence> paused = RolloutHolds.paused(deployment.get());
        if (paused.isPresent()) {
            return paused;
        }
        List<Pod> pods = workloads.podsOf(deployment.get()).stream()
                .filter(pod -> specHash == null || specHash.equals(WorkloadReader.specHash(pod)))
                .filter(pod -> !WorkloadReader.isTerminating(pod))
                .toList();
        List<Pod> unready =
                pods.stream().filter(pod -> !WorkloadReader.isReady(pod)).toList();
        return worst(unready)
                .or(() -> lastEnd(unready))
                .or(() -> RolloutHolds.readinessGate(unready))
                .or(() -> unready.stream().findFirst().flatMap(evidence::lastWarning))
                .or(() -> RolloutHolds.minReady(deployment.get(), view, unready))
                .or(() -> lastEnd(pods));
    }

    /** The problem of a Job's Pods, of those that are over too; the last end of a container that failed comes first. */
    Optional<Sentence> ofJob(String name, String uid, List<Pod> pods) {
        List<Pod> open = pods.stream().filter(pod -> !JobReader.ran(pod)).toList();
        return lastEnd(pods, end -> end.getExitCode() != 0)
                .or(() -> worst(open))
                .or(() -> open.stream().findFirst().flatMap(evidence::lastWarning))
                .or(() -> pods.stream().findFirst().flatMap(this::running))
                .or(() -> pods.isEmpty() ? evidence.refusal("Job", name, uid) : Optional.empty());
    }

    private Optional<Sentence> running(Pod pod) {
        return JobReader.statuses(pod)
                .filter(JobReader::isRunning)
                .findFirst()
                .map(status -> Sentence.of(
                        "diagnosis.running",
                        pod.getMetadata().getName(),
                        status.getName(),
                        log(pod, status.getName())));
    }

    private Optional<Sentence> worst(List<Pod> pods) {
        record Found(Pod pod, PodTrouble trouble) {}
        return pods.stream()
                .flatMap(pod -> PodTroubles.of(pod).map(trouble -> new Found(pod, trouble)).stream())
                .min(Comparator.comparing(found -> found.trouble().kind()))
                .map(found -> sentence(found.pod(), found.trouble()));
    }

    /** The latest end of a container, whether or not it was restarted. An init container that succeeded is none. */
    private Optional<Sentence> lastEnd(List<Pod> pods) {
        return lastEnd(pods, end -> true);
    }

    private Optional<Sentence> lastEnd(List<Pod> pods, Predicate<ContainerStateTerminated> wanted) {
        record End(Pod pod, String container, ContainerStateTerminated state) {
            static Stream<End> of(Pod pod, List<ContainerStatus> statuses) {
                return statuses.stream()
                        .filter(status -> PodTroubles.lastEnd(status) != null)
                        .map(status -> new End(pod, status.getName(), PodTroubles.lastEnd(status)));
            }

            String time() {
                return String.valueOf(state.getFinishedAt());
            }
        }
        return pods.stream()
                .flatMap(pod -> Stream.concat(
                        End.of(pod, pod.getStatus().getInitContainerStatuses())
                                .filter(end -> end.state().getExitCode() != 0),
                        End.of(pod, pod.getStatus().getContainerStatuses())))
                .filter(end -> wanted.test(end.state()))
                .max(Comparator.comparing(End::time))
                .map(end -> Sentence.of(
                        "diagnosis.ended",
                        end.pod().getMetadata().getName(),
                        end.container(),
                        PodTroubles.describe(end.state()),
                        log(end.pod(), end.container())));
    }

    private Sentence sentence(Pod pod, PodTrouble trouble) {
        String name = pod.getMetadata().getName();
        String container = trouble.container();
        return switch (trouble.kind()) {
            case IMAGE_PULL -> Sentence.of(
                    "diagnosis.imagePull", name, container, image(pod, container), trouble.detail());
            case IMAGE_DELAYED -> Sentence.of(
                    "diagnosis.imageDelayed", name, container, image(pod, container), trouble.detail());
            case CRASH_LOOP -> Sentence.of(
                    "diagnosis.crashLoop", name, container, trouble.detail(), log(pod, container));
            case INIT_CONTAINER -> Sentence.of(
                    "diagnosis.initContainer", name, container, trouble.detail(), log(pod, container));
            case INIT_AGAIN -> Sentence.of(
                    "diagnosis.initAgain", name, container, trouble.detail(), log(pod, container));
            case OOM_KILLED -> Sentence.of(
                    "diagnosis.outOfMemory", name, container, memoryLimit(pod, container), log(pod, container));
            case CONFIGURATION, CONFIGURATION_MISSING -> Sentence.of(
                    "diagnosis.configuration", name, container, trouble.detail());
            case NODE_LATE -> Sentence.of("diagnosis.nodeLate", name, container, trouble.detail());
            case MOUNT -> Sentence.of("diagnosis.mount", name, trouble.detail());
            case UNSCHEDULABLE -> scaleUps.refusal(pod)
                    .map(refusal -> Sentence.of("diagnosis.noScaleUp", name, trouble.detail(), refusal))
                    .orElseGet(() -> Sentence.of("diagnosis.unschedulable", name, trouble.detail()));
        };
    }

    private Sentence log(Pod pod, String container) {
        return evidence.lastLines(pod.getMetadata().getName(), container);
    }

    private static String image(Pod pod, String container) {
        return container(pod, container).map(Container::getImage).orElse("?");
    }

    private static String memoryLimit(Pod pod, String container) {
        return container(pod, container)
                .map(Container::getResources)
                .map(resources -> resources.getLimits())
                .map(limits -> limits.get("memory"))
                .map(Quantity::toString)
                .orElse("-");
    }

    private static Optional<Container> container(Pod pod, String name) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .filter(container -> container.getName().equals(name))
                .findFirst();
    }
}
