package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How far companions are that have to run by now, by the watches. */
public final class CompanionPods {
    private final ClusterGateway cluster;
    private final String specHash;
    private final Companions.State state;

    /** @param specHash the version of the Pods that count; null: all count */
    public CompanionPods(ClusterGateway cluster, String specHash, Companions.State state) {
        this.cluster = cluster;
        this.specHash = specHash;
        this.state = state;
    }

    /** The first that is not ready of those that have to run by now; null if all are. */
    public Look look(Collection<Companion> due, long now, Patience patience) {
        TreeMap<String, Look> passing = new TreeMap<>();
        TreeSet<String> pods = new TreeSet<>();
        Look first = null;
        for (Companion companion : due) {
            state.names.add(companion.name());
            Look look = look(companion, passing, pods, patience);
            if (look != null && look.isTrouble()) {
                return told(look);
            }
            first = first == null ? look : first;
        }
        state.passing.see(passing.keySet(), now);
        Optional<String> overdue = state.passing.overdue(now, patience.passing());
        if (overdue.isPresent()) {
            return told(passing.get(overdue.get()));
        }
        if (!pods.equals(state.pods)) {
            state.pods.clear();
            state.pods.addAll(pods);
            state.stableSince = now;
        }
        long stable = state.stableSince + patience.stable();
        boolean settled = first != null || now >= stable || due.isEmpty();
        return told(settled ? first : settling(due, pods.size(), stable, patience));
    }

    private static Look settling(Collection<Companion> due, int pods, long until, Patience patience) {
        Sentence what = Sentence.of("ready.stabilizing", pods, patience.stable() / 1000);
        return new Look(due.iterator().next().name(), null, what, until);
    }

    private Look told(Look look) {
        state.awaited = look == null ? null : look.deployment();
        return look;
    }

    private Look look(Companion companion, Map<String, Look> passing, Set<String> seen, Patience patience) {
        String name = companion.name();
        Workload workload = cluster.workload(name);
        DeploymentView deployment = workload.deployment();
        if (deployment == null
                || deployment.generation() < state.generations.getOrDefault(name, 0L)
                || specHash != null && !specHash.equals(deployment.specHash())) {
            return Look.missing(name, Sentence.of("ready.unseen", name));
        }
        List<PodView> pods = specHash != null
                ? workload.podsOf(specHash)
                : workload.pods().stream().filter(pod -> !pod.terminating()).toList();
        if (deployment.refusal() != null && !deployment.isQuotaFull()) {
            passing.put(name, Look.trouble(name, Sentence.of("ready.refused", name, deployment.refusal())));
        }
        state.tested.see(pods);
        Optional<PodView> ended = state.tested.ended(pods, patience.restarts());
        if (ended.isPresent()) {
            return Look.trouble(name, Sentence.of("ready.ended", ended.get().name()));
        }
        for (PodView pod : pods) {
            if (pod.trouble() == null || pod.ready()) {
                continue;
            }
            Look plain = Look.trouble(name, Sentence.of("ready.trouble", pod.name(), pod.trouble().detail()));
            if (!pod.trouble().mayPass()) {
                return plain;
            }
            if (!pod.trouble().mayTakeLong()) {
                passing.put(pod.uid() + pod.trouble().kind(), plain);
            }
        }
        int size = state.sizes.getOrDefault(name, companion.replicas());
        boolean ready = size == 0 && deployment.desired() == 0
                || deployment.desired() > 0 && deployment.isServedBy(pods);
        long count = pods.stream().filter(PodView::ready).count();
        pods.forEach(pod -> seen.add(pod.uid() + pod.restarts() + pod.readySince()));
        int wanted = Math.max(deployment.desired(), size);
        return ready ? null : Look.missing(name, Sentence.of("ready.waiting", count, wanted, name));
    }

    /**
     * How long companions are waited for.
     *
     * @param passing how long what may pass is waited for, in milliseconds
     * @param restarts how often containers of a Pod may end once it was ready
     * @param stable for how long all have to be ready, in milliseconds
     */
    public record Patience(long passing, int restarts, long stable) {}

    /**
     * A companion that is not ready.
     *
     * @param trouble what waiting can't mend, or null
     * @param missing what is waited for, or null
     * @param until when it will be ready if nothing changes, in milliseconds; {@link Long#MAX_VALUE}: that is not known
     */
    public record Look(String deployment, Sentence trouble, Sentence missing, long until) {
        static Look trouble(String deployment, Sentence what) {
            return new Look(deployment, what, null, Long.MAX_VALUE);
        }

        static Look missing(String deployment, Sentence what) {
            return new Look(deployment, null, what, Long.MAX_VALUE);
        }

        public boolean isTrouble() {
            return trouble != null;
        }

        /** Whether all Pods are ready, and have to stay so for a while. */
        public boolean isSettling() {
            return until < Long.MAX_VALUE;
        }

        public Sentence what() {
            return isTrouble() ? trouble : missing;
        }
    }
}
