package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What a release does to companions. Each move can be repeated; what it has to know of afterwards is saved before it.
 * None is scaled down while a Service of others has no endpoints but its Pods.
 */
public final class CompanionMoves {
    private final Companions companions;
    private final Companions.State state;
    private final Collection<String> services;
    private final Supplier<ClusterWriter> write;
    private final Consumer<Sentence> progress;
    private final Consumer<Sentence> warn;
    private final Runnable save;

    /**
     * The moves of one release.
     *
     * @param services the application's own Services
     * @param write the writer of a request
     * @param save saves the state
     */
    public CompanionMoves(
            Companions companions,
            Companions.State state,
            Collection<String> services,
            Supplier<ClusterWriter> write,
            Consumer<Sentence> progress,
            Consumer<Sentence> warn,
            Runnable save) {
        this.companions = companions;
        this.state = state;
        this.services = List.copyOf(services);
        this.write = write;
        this.progress = progress;
        this.warn = warn;
        this.save = save;
    }

    /**
     * Applies those of the manifests beside the live colour.
     *
     * @param apply applies one, with the replicas of {@link Companions.State#sizes}; returns its generation
     */
    public void apply(Color live, ToLongFunction<Companion> apply) {
        companions.written().forEach(one -> state.sizes.put(one.name(), companions.size(one, live)));
        for (Companion one : companions.written()) {
            save.run();
            state.generations.put(one.name(), apply.applyAsLong(one));
            progress.accept(Sentence.of("apply.applied", one.ref()));
        }
    }

    /**
     * Gives a colour's the Pods back that they had. Writes always, because the watch may be behind.
     *
     * @param ranOn whether the colour has run all the time: its own go on running if the release fails
     */
    public void raise(Color color, boolean afterSwitch, boolean ranOn) {
        for (Companion one : companions.withFormer(color)) {
            int size = Math.max(companions.former(one), companions.desired(one));
            if (one.afterSwitch() == afterSwitch && size > 0) {
                if (!ranOn) {
                    state.sizes.put(one.name(), size);
                    save.run();
                }
                scaleUp(one.name(), size);
            }
        }
    }

    private void scaleUp(String name, int size) {
        write.get().scale(name, size, 0);
        progress.accept(Sentence.of("rollback.scaled", name, size));
    }

    /**
     * Starts those of the colour with the traffic that have waited for it, once.
     *
     * @param written whether the manifests say which these are; as {@link #raise} otherwise
     */
    public void start(Color live, boolean written, boolean ranOn) {
        if (state.started) {
            return;
        }
        if (!written) {
            raise(live, true, ranOn);
        }
        for (Companion one : companions.written()) {
            int size = state.sizes.getOrDefault(one.name(), companions.known(one));
            if (one.afterSwitch() && size > 0) {
                state.sizes.put(one.name(), size);
                write.get().scale(one.name(), size, 0);
                progress.accept(Sentence.of("companion.started", one.name(), size));
            }
        }
        state.started = true;
    }

    /** Stops or deletes those of the colour that has given up the traffic. */
    public void park(Color old, KeepPrevious keep) {
        for (Companion one : companions.withFormer(old)) {
            if (one.color() == null) {
                state.former.add(one.name());
            }
            int runs = companions.desired(one);
            if (keep == KeepPrevious.RUNNING || isNeeded(one)) {
                continue;
            }
            if (keep == KeepPrevious.DELETE && one.color() != null) {
                write.get().deleteCompanion(one.name());
                progress.accept(Sentence.of("companion.deleted", one.name()));
            } else if (runs > 0) {
                state.parked.put(one.name(), runs);
                save.run();
                write.get().scale(one.name(), 0, runs);
                progress.accept(Sentence.of("retire.scaled", one.name(), runs));
            }
        }
    }

    /** Gives those of the manifests the replicas that the manifests state, if nothing scales them. */
    public void lower() {
        for (Companion one : companions.written()) {
            int runs = companions.desired(one);
            if (!one.open() && one.replicas() > 0 && runs > one.replicas() && !companions.isAutoscaled(one)) {
                write.get().lower(one.name(), one.replicas());
                progress.accept(Sentence.of("retire.lowered", one.name(), runs, one.replicas()));
            }
        }
    }

    /** Deletes those of a colour that the manifests no longer hold. A refusal is told. */
    public void prune(Color live, String application) {
        Set<String> held = new TreeSet<>();
        companions.written().forEach(one -> held.add(one.name()));
        for (Companion one : companions.of(live)) {
            if (held.contains(one.name())) {
                continue;
            }
            try {
                write.get().deleteCompanion(one.name());
                progress.accept(Sentence.of("retire.pruned", one.ref()));
            } catch (ClusterException e) {
                if (e.isTransient()) {
                    throw e;
                }
                warn.accept(Sentence.of("retire.notPruned", "Deployment", application, e.sentence()));
            }
        }
    }

    /** Gives those that were parked their Pods back. */
    public void back(Color old) {
        Map<String, Integer> all = new TreeMap<>(state.parked);
        companions.withFormer(old).stream()
                .filter(one -> companions.desired(one) == 0 && companions.former(one) > 0)
                .forEach(one -> all.putIfAbsent(one.name(), companions.former(one)));
        all.forEach(this::scaleUp);
    }

    /**
     * Stops a candidate's.
     *
     * @param forGood whether nobody will go back to them; else what they have now is remembered
     */
    public void stop(Color candidate, boolean forGood) {
        for (Companion one : forGood ? companions.of(candidate) : companions.withFormer(candidate)) {
            Integer size = state.sizes.get(one.name());
            boolean runs = companions.desired(one) > 0 || companions.former(one) > 0;
            if ((size != null || forGood && runs) && !isNeeded(one)) {
                write.get().scale(one.name(), 0, forGood ? 0 : size);
                progress.accept(Sentence.of("rollback.down", one.name()));
            }
        }
    }

    /**
     * Whether the endpoints of a Service may have yet to show that another colour's companion is ready.
     *
     * @param limit how long after it was ready they may be late, in milliseconds
     */
    public boolean awaitsEndpoints(Color old, long now, long limit) {
        state.readyAt = state.readyAt == 0 ? now : state.readyAt;
        return now < state.readyAt + limit
                && companions.withFormer(old).stream()
                        .anyMatch(one -> !companions.onlyBehind(one, services).isEmpty());
    }

    private boolean isNeeded(Companion one) {
        Set<String> behind = companions.onlyBehind(one, services);
        if (!behind.isEmpty()) {
            warn.accept(Sentence.of("guard.others", one.name(), String.join(", ", behind)));
        }
        return !behind.isEmpty();
    }
}
