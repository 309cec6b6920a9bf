package io.jenkins.plugins.bluegreen.kubernetes.pods;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.bluegreen.engine.workload.PodTrouble;
import io.jenkins.plugins.bluegreen.engine.workload.PodTrouble.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the reason in a Pod's status why it does not become ready. The reasons are those of the kubelet, 1.34. */
final class PodTroubles {
    private static final Set<String> IMAGE =
            Set.of("InvalidImageName", "ErrImageNeverPull", "SignatureValidationFailed");
    private static final Set<String> PULL =
            Set.of("ErrImagePull", "ImagePullBackOff", "ImageInspectError", "RegistryUnavailable");
    private static final Set<String> SPEC = Set.of(
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "PreCreateHookError",
            "PreStartHookError");
    private static final int FINAL_RESTARTS = 2;
    private static final Pattern MISSING =
            Pattern.compile("(?i)\\b(configmap|secret)s? \"[^\"]*\" not found|couldn't find key|non-existent");

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
                .min(Comparator.comparing(PodTrouble::kind));
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
            if (IMAGE.contains(reason)) {
                return new PodTrouble(Kind.IMAGE_PULL, status.getName(), message);
            }
            if (PULL.contains(reason)) {
                Kind kind = PullErrors.isMissing(message) ? Kind.IMAGE_PULL : Kind.IMAGE_DELAYED;
                return new PodTrouble(kind, status.getName(), message);
            }
            if (SPEC.contains(reason)) {
                return new PodTrouble(refusal(message), status.getName(), message);
            }
        }
        if (ended != null && "OOMKilled".equals(ended.getReason())) {
            return new PodTrouble(Kind.OOM_KILLED, status.getName(), describe(ended));
        }
        boolean loops = waiting != null && "CrashLoopBackOff".equals(waiting.getReason());
        boolean failedInit = init && ended != null && ended.getExitCode() != 0;
        if (!loops && !failedInit) {
            return null;
        }
        String detail = ended == null ? waiting.getMessage() : describe(ended);
        return new PodTrouble(init ? ofInit(status, loops) : Kind.CRASH_LOOP, status.getName(), detail);
    }

    /**
     * An init container often waits for something and fails until it is there, so it may fail once more than others. It
     * is in backoff for the first time after its second run, with one restart.
     */
    private static Kind ofInit(ContainerStatus status, boolean loops) {
        return loops && status.getRestartCount() >= FINAL_RESTARTS ? Kind.INIT_CONTAINER : Kind.INIT_AGAIN;
    }

    private static Kind refusal(String message) {
        if (holdsAny(message, PASSING_SPEC_ERRORS)) {
            return Kind.NODE_LATE;
        }
        return MISSING.matcher(message).find() ? Kind.CONFIGURATION_MISSING : Kind.CONFIGURATION;
    }

    /**
     * How often a container has ended: its restarts, and its last end until it is created again. The container that is
     * created again counts as a restart already.
     */
    static int ends(ContainerStatus status) {
        int restarts = status.getRestartCount() == null ? 0 : status.getRestartCount();
        if (lastEnd(status) == null) {
            return restarts;
        }
        return isThereAgain(status) ? Math.max(1, restarts) : restarts + 1;
    }

    private static boolean isThereAgain(ContainerStatus status) {
        ContainerState state = status.getState();
        if (state == null || state.getWaiting() == null) {
            return state != null && state.getRunning() != null;
        }
        String reason = state.getWaiting().getReason();
        return reason == null || reason.isEmpty() || reason.equals("ContainerCreating");
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
