package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.io.Serializable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The companions of an application's colours, by the manifests and by the watches. No request. */
public final class Companions {
    private final ClusterGateway cluster;
    private final String application;
    private final Rendering rendering;
    private final State state;

    /**
     * The companions as a release knows them.
     *
     * @param rendering the manifests as the candidate; null in a rollback, which has none
     */
    public Companions(ClusterGateway cluster, String application, Rendering rendering, State state) {
        this.cluster = cluster;
        this.application = application;
        this.rendering = rendering;
        this.state = state;
    }

    /** Those of the manifests. */
    public List<Companion> written() {
        return rendering == null ? List.of() : rendering.companions();
    }

    /** A colour's: those of the manifests, and those that are there. */
    public Collection<Companion> of(Color color) {
        Map<String, Companion> all = new LinkedHashMap<>();
        written().stream().filter(one -> one.color() == color).forEach(one -> all.put(one.name(), one));
        cluster.companions(application).stream()
                .filter(one -> color != null && one.color() == color)
                .forEach(one -> all.putIfAbsent(one.name(), one));
        return all.values();
    }

    /** The same, and those without a colour where the colour has none of their name: they ran beside it. */
    public Collection<Companion> withFormer(Color color) {
        Map<String, Companion> all = of(color).stream()
                .collect(Collectors.toMap(Companion::name, one -> one, (one, same) -> one, LinkedHashMap::new));
        Set<String> bases = all.values().stream().map(Companion::base).collect(Collectors.toSet());
        cluster.companions(application).stream()
                .filter(one -> one.color() == null && !bases.contains(one.base()))
                .forEach(one -> all.put(one.name(), one));
        return all.values();
    }

    /** Those of the candidate that have to run by now. */
    public List<Companion> due(Color candidate) {
        Stream<Companion> all = rendering != null
                ? written().stream()
                : withFormer(candidate).stream().filter(one -> state.sizes.containsKey(one.name()));
        return all.filter(one -> state.started || !one.afterSwitch()).toList();
    }

    /** How many Pods one of the manifests gets: no fewer than the one that it takes the place of has now. */
    public int size(Companion written, Color live) {
        String before = live == null ? written.base() : written.base() + "-" + live.label();
        Workload there = cluster.workload(before);
        int runs = (there.exists() ? there : cluster.workload(written.base())).desired();
        return Math.max(written.replicas(), runs);
    }

    /** How many Pods one had before it was scaled to zero, or is to get; 0 if that is not known. */
    public int former(Companion companion) {
        return Optional.ofNullable(cluster.workload(companion.name()).deployment())
                .map(DeploymentView::formerReplicas)
                .orElse(0);
    }

    /** How many Pods one gets that another release has applied, and may have started. */
    int known(Companion written) {
        return Math.max(written.replicas(), Math.max(former(written), desired(written)));
    }

    /** Whether anything scales one; where autoscalers may not be listed, that is not known. */
    boolean isAutoscaled(Companion companion) {
        return cluster.autoscalers()
                .map(all -> all.stream().anyMatch(one -> one.deployment().equals(companion.name())))
                .orElse(true);
    }

    public int desired(Companion companion) {
        return cluster.workload(companion.name()).desired();
    }

    /** Whether Services of others have endpoints only among a companion's Pods, which then must stay. */
    public Set<String> onlyBehind(Companion companion, Collection<String> own) {
        Set<String> pods = cluster.workload(companion.name()).pods().stream()
                .map(PodView::name)
                .collect(Collectors.toSet());
        Set<String> services = new TreeSet<>(cluster.servicesOf(companion.name()));
        services.removeAll(own);
        services.remove(Rendering.previewService(application));
        if (rendering != null) {
            rendering.objects().stream()
                    .filter(object -> object.kind().equals("Service"))
                    .map(ObjectRef::name)
                    .forEach(services::remove);
        }
        services.removeIf(service -> !pods.containsAll(cluster.endpoints(service)));
        return services;
    }

    /** Whether those of a colour run, as far as they are to. */
    public Optional<Sentence> notRunning() {
        return written().stream()
                .filter(one -> {
                    Workload there = cluster.workload(one.name());
                    return there.desired() < Math.min(1, one.replicas()) || there.readyPods() < there.desired();
                })
                .map(one -> Sentence.of("companion.notRunning", one.name()))
                .findFirst();
    }

    /** What a release remembers of its companions. */
    public static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        /** How many Pods those of the candidate have got from this release, or are to get, by name. */
        public final TreeMap<String, Integer> sizes = new TreeMap<>();
        /** The generations that were applied, by name. */
        public final TreeMap<String, Long> generations = new TreeMap<>();
        /** How many Pods those of the old colour had that were scaled down, by name. */
        public final TreeMap<String, Integer> parked = new TreeMap<>();
        /** All that were looked at. */
        public final TreeSet<String> names = new TreeSet<>();
        /** The Pods as they were when they were looked at last, and since when they are the same. */
        public final TreeSet<String> pods = new TreeSet<>();
        public long stableSince;
        /** When all were ready after the switch; 0 before that. */
        public long readyAt;
        /** Their Pods, once they were seen ready. */
        public final TestedPods tested = new TestedPods();
        /** What may pass, and is waited for a short time. */
        public final PassingTroubles passing = new PassingTroubles();
        /** The one that is waited for, or has failed; null when none is. */
        public String awaited;
        /** Its Pods are not asked for a reason if the application's own show one. */
        public void leave(boolean shown) {
            awaited = shown ? null : awaited;
        }

        /** Whether those that start after the switch have been started. */
        public boolean started;
        /** Whether those of the old colour have their Pods again, and those of the candidate none. */
        public boolean back, down;
        /** Those without a colour that a colour's has taken the place of. */
        public final TreeSet<String> former = new TreeSet<>();
        /** Whether those that the manifests no longer hold are gone. */
        public boolean pruned;
    }
}
