package io.jenkins.plugins.bluegreen.kubernetes.pods;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.bluegreen.engine.cluster.PodTrouble;
import io.jenkins.plugins.bluegreen.engine.cluster.PodTrouble.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the reason in a Pod's status why it does not become ready. The reasons are those of the kubelet, 1.34. */
final class PodTroubles {
    private static final Set<String> IMAGE =
            Set.of(
                    "ImagePullBackOff",
                    "InvalidImageName",
                    "ErrImageNeverPull",
                    "ImageInspectError",
                    "SignatureValidationFailed");
    private static final Set<String> SPEC = Set.of(
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "PreCreateHookError",
            "PreStartHookError");
    // a first failed pull may be a passing problem of the registry; with these errors the next pull fails too
    private static final List<String> FINAL_PULL_ERRORS =
            List.of("not found", "manifest unknown", "denied", "nauthorized", "invalid reference", "no basic auth");

    // timeouts of the kubelet, which waits a second for a ConfigMap or Secret, and of the runtime; both are retried
    private static final List<String> PASSING_SPEC_ERRORS = List.of(
            "failed to sync configmap cache",
            "failed to sync secret cache",
            "context deadline exceeded",
            "failed to reserve container name");

    private PodTroubles() {}

    static Optional<PodTrouble> of(Pod pod) {
        if (pod.getStatus() == null || pod.getMetadata().getDeletionTimestamp() != null) {
            return Optional.empty();
        }
        return Stream.of(
                        pod.getStatus().getInitContainerStatuses().stream().map(status -> ofContainer(status, true)),
                        pod.getStatus().getContainerStatuses().stream().map(status -> ofContainer(status, false)),
                        Stream.of(unschedulable(pod)))
                .flatMap(found -> found)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static PodTrouble ofContainer(ContainerStatus status, boolean init) {
        ContainerState state = status.getState();
        if (state == null || Boolean.TRUE.equals(status.getReady())) {
            return null;
        }
        ContainerStateWaiting waiting = state.getWaiting();
        ContainerStateTerminated ended = lastEnd(status);
        if (waiting != null) {
            String reason = String.valueOf(waiting.getReason());
            String message = waiting.getMessage() == null ? reason : waiting.getMessage();
            if (IMAGE.contains(reason) || reason.equals("ErrImagePull") && holdsAny(message, FINAL_PULL_ERRORS)) {
                return new PodTrouble(Kind.IMAGE_PULL, status.getName(), message);
            }
            if (SPEC.contains(reason)) {
                Kind kind = holdsAny(message, PASSING_SPEC_ERRORS) ? Kind.NODE_LATE : Kind.CONFIGURATION;
                return new PodTrouble(kind, status.getName(), message);
            }
        }
        if (ended != null && "OOMKilled".equals(ended.getReason())) {
            return new PodTrouble(Kind.OOM_KILLED, status.getName(), describe(ended));
        }
        boolean loops = waiting != null && "CrashLoopBackOff".equals(waiting.getReason());
        boolean failedInit = init && ended != null && ended.getExitCode() != 0 && status.getRestartCount() > 0;
        if (!loops && !failedInit) {
            return null;
        }
        String detail = ended == null ? waiting.getMessage() : describe(ended);
        return new PodTrouble(init ? Kind.INIT_CONTAINER : Kind.CRASH_LOOP, status.getName(), detail);
    }

    /** How often a container has ended: its restarts, and its last end while it does not run again. */
    static int ends(ContainerStatus status) {
        int restarts = status.getRestartCount() == null ? 0 : status.getRestartCount();
        boolean runs = status.getState() != null && status.getState().getRunning() != null;
        return !runs && lastEnd(status) != null ? restarts + 1 : restarts;
    }

    /** The last end of a container, or null. */
    static ContainerStateTerminated lastEnd(ContainerStatus status) {
        if (status.getState() != null && status.getState().getTerminated() != null) {
            return status.getState().getTerminated();
        }
        return status.getLastState() == null ? null : status.getLastState().getTerminated();
    }

    private static boolean holdsAny(String message, List<String> parts) {
        return parts.stream().anyMatch(message::contains);
    }

    static String describe(ContainerStateTerminated ended) {
        String detail = "exit code " + ended.getExitCode();
        if (ended.getReason() != null && !ended.getReason().equals("Error")) {
            detail += ", " + ended.getReason();
        }
        return ended.getMessage() == null || ended.getMessage().isBlank()
                ? detail
                : detail + ": " + ended.getMessage().strip();
    }

    private static PodTrouble unschedulable(Pod pod) {
        for (PodCondition condition : pod.getStatus().getConditions()) {
            if ("PodScheduled".equals(condition.getType())
                    && "False".equals(condition.getStatus())
                    && "Unschedulable".equals(condition.getReason())) {
                return new PodTrouble(Kind.UNSCHEDULABLE, null, condition.getMessage());
            }
        }
        return null;
    }
}
