package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.PodTrouble;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Tells a breach from a disturbance while a candidate has the traffic. A container that has ended too often, a crash
 * loop, and the loss of every ready Pod are breaches at once. Missing Pods are one after a while. A Pod that is
 * starting in the place of a drained or evicted one is missing only after the time that READY would give it.
 */
public final class PodWatch implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Since when Pods have been missing that no starting one replaces; 0 while none are. */
    private long unreadySince;
    /** Since when not all Pods have been ready; 0 while all are. */
    private long incompleteSince;
    /** What is missing; null while all Pods are ready. */
    private Sentence missing;
    /** The troubles and ends that were reported. */
    private final TreeSet<String> told = new TreeSet<>();

    /**
     * What is no breach.
     *
     * @param restarts how often the containers of a Pod may end
     * @param unreadyMillis how long Pods may be missing
     * @param startMillis how long Pods may be starting
     */
    public record Allowed(int restarts, long unreadyMillis, long startMillis) {}

    /**
     * Whether all Pods are ready.
     *
     * @param wanted how many those are
     * @param tell is told of each disturbance once
     * @throws ReleaseException for a breach
     */
    public boolean look(
            Workload candidate, int wanted, TestedPods tested, Allowed allowed, long now, Consumer<Sentence> tell) {
        List<PodView> pods =
                candidate.pods().stream().filter(pod -> !pod.terminating()).toList();
        for (PodView pod : pods) {
            if (pod.trouble() != null && !pod.ready()) {
                if (isCrash(pod.trouble()) && !isAllowed(tested.endsOf(pod), allowed)) {
                    throw new ReleaseException(Sentence.of(
                            "monitor.broken", pod.name(), pod.trouble().detail()));
                }
                tellOnce(pod.name() + pod.trouble().kind(), tell, Sentence.of(
                        "monitor.troubled", pod.name(), pod.trouble().detail()));
            }
        }
        requireNoEnd(pods, tested, allowed, tell);
        String deployment = candidate.deployment().name();
        int ready = candidate.readyPods();
        if (ready == 0) {
            throw new ReleaseException(Sentence.of("monitor.noneReady", deployment));
        }
        int starting =
                (int) pods.stream().filter(pod -> isStarting(pod, tested)).count();
        boolean complete = ready >= wanted;
        unreadySince = ready + starting >= wanted ? 0 : unreadySince == 0 ? now : unreadySince;
        incompleteSince = complete ? 0 : incompleteSince == 0 ? now : incompleteSince;
        missing = complete ? null : Sentence.of("monitor.missing", ready, wanted, deployment, starting);
        if (unreadySince != 0 && now - unreadySince >= allowed.unreadyMillis()) {
            throw tooLong(ready, wanted, deployment, now - unreadySince);
        }
        if (incompleteSince != 0 && now - incompleteSince >= Math.max(allowed.unreadyMillis(), allowed.startMillis())) {
            throw tooLong(ready, wanted, deployment, now - incompleteSince);
        }
        return complete;
    }

    /**
     * Fails if containers of a Pod have ended more often than allowed since it was first seen ready.
     *
     * @param pods the Pods that are not terminating
     */
    public void requireNoEnd(List<PodView> pods, TestedPods tested, Allowed allowed, Consumer<Sentence> tell) {
        tested.see(pods);
        Optional<PodView> ended = tested.ended(pods, allowed.restarts());
        if (ended.isPresent()) {
            throw new ReleaseException(Sentence.of(
                    "monitor.restarted", ended.get().name(), tested.endsOf(ended.get()), allowed.restarts()));
        }
        tested.ended(pods, 0).ifPresent(pod -> tellOnce(pod.name() + tested.endsOf(pod), tell, Sentence.of(
                "monitor.restartAllowed", pod.name(), tested.endsOf(pod), allowed.restarts())));
    }

    /** What is missing of the candidate; null when all its Pods are ready. */
    public Sentence missing() {
        return missing;
    }

    /** Whether no Pod is missing but those that are starting. */
    public boolean isStarting() {
        return missing != null && unreadySince == 0;
    }

    private void tellOnce(String key, Consumer<Sentence> tell, Sentence what) {
        if (told.add(key)) {
            tell.accept(what);
        }
    }

    private static ReleaseException tooLong(int ready, int wanted, String deployment, long millis) {
        return new ReleaseException(
                Sentence.of("monitor.unready", ready, wanted, deployment, Sentence.seconds(millis)));
    }

    private static boolean isAllowed(int ends, Allowed allowed) {
        return ends > 0 && ends <= allowed.restarts();
    }

    private static boolean isCrash(PodTrouble trouble) {
        return trouble.kind() == PodTrouble.Kind.CRASH_LOOP || trouble.kind() == PodTrouble.Kind.OOM_KILLED;
    }

    /** A Pod that has a node, was never seen ready, and has no trouble but a busy node. */
    private static boolean isStarting(PodView pod, TestedPods tested) {
        boolean fine = pod.trouble() == null || pod.trouble().kind() == PodTrouble.Kind.NODE_LATE;
        return !pod.ready() && fine && !tested.others(List.of(pod.name())).isEmpty();
    }
}
