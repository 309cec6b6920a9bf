package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.seen.Questions;
import io.jenkins.plugins.bluegreen.engine.spec.Jitter;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The context of one move of a release: the ports, the state, the time, and what listeners are told. */
final class PhaseContext {
    final ClusterGateway cluster;
    final MonitorProbes probes;
    final Questions questions;
    final Pace pace;
    final ReleaseState state;
    final ReleaseSpec spec;
    /** The time of the move, in milliseconds of the release's own clock. */
    final long now;
    /** The ways out of the current phase. */
    final Transitions next;

    private final ReleaseEvents events;
    private final Journal journal;
    private final ReleaseLock lock;
    private boolean othersAtWork;
    private final LongSupplier nanos;
    private final long begunNanos;

    PhaseContext(
            ClusterGateway cluster,
            MonitorProbes probes,
            Questions questions,
            ReleaseEvents events,
            Journal journal,
            Pace pace,
            LongSupplier nanos,
            ReleaseState state,
            long now) {
        this.cluster = cluster;
        this.probes = probes;
        this.questions = questions;
        this.events = events;
        this.journal = journal;
        this.pace = pace;
        this.state = state;
        this.spec = state.spec;
        this.now = now;
        this.nanos = nanos;
        this.begunNanos = nanos.getAsLong();
        this.lock = new ReleaseLock(this);
        this.next = new Transitions(this);
    }

    /** {@link #now} and the time that this move has taken so far. */
    long time() {
        return now + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - begunNanos);
    }

    ReleaseLock lock() {
        return lock;
    }

    /** The writes, each of which needs the Lease. */
    ClusterWriter write() {
        return cluster.writer(lock);
    }

    /** An active Service, read now. The state records whether it is as this release left it, for the result. */
    Optional<ServiceView> read(String service) {
        Optional<ServiceView> there = cluster.service(service);
        othersAtWork |= there.map(ServiceView::record)
                .filter(record -> record.phase() != null && !spec.id().equals(record.release()))
                .isPresent();
        for (ServiceMove move : state.services) {
            if (move.service.equals(service)) {
                move.gone = there.isEmpty() && (move.from != null || state.switching.switchedAt != 0);
                move.taken = there.map(ServiceView::traffic)
                        .filter(traffic -> !move.isAt(traffic))
                        .orElse(null);
                // endpoints that were seen may be those of somebody's switch
                state.switching.served &= move.taken == null;
            }
        }
        return there;
    }

    /** Whether a Service that this move has read is marked by another release, which works or was interrupted. */
    boolean sawOthersAtWork() {
        return othersAtWork;
    }

    /**
     * Saves the state, so that another process can go on from it.
     *
     * @throws ReleaseException when that fails before the traffic moved, whatever the journal throws. Later a release
     *     and its rollback go on, because the annotations of the Services tell another process enough
     */
    void save() {
        save(state.phase == Phase.ROLLBACK || state.trafficMoved() || state.result != null);
    }

    /**
     * Records that a Service selects the candidate, and saves that, before its patch is sent.
     *
     * @throws ReleaseException when it can't be saved: the patch must not be sent, because another process would not
     *     know that there is traffic to bring back
     */
    void saveMoved(ServiceMove move) {
        move.done();
        try {
            save(false);
        } catch (ReleaseException e) {
            move.moved = false;
            throw e;
        }
    }

    private void save(boolean goesOn) {
        try {
            journal.save(state);
        } catch (Throwable e) {
            Sentence why = ReleaseException.sentenceOf(e);
            if (!goesOn) {
                throw new ReleaseException(why, e);
            }
            if (!state.saveFailed) {
                state.saveFailed = true;
                warn(why);
            }
        }
    }

    void begin() {
        if (state.startedAt == 0) {
            state.startedAt = now;
            state.phaseStartedAt = now;
            state.deadline = now + pace.step();
            events().started(state, Phase.PLAN);
        }
    }

    /** The listeners; the state tells them the time of this call. */
    ReleaseEvents events() {
        state.clockNow = time();
        return events;
    }

    void progress(Sentence what) {
        if (isNew(what)) {
            events().progress(state, state.phase, what);
        }
    }

    void warn(Sentence what) {
        if (isNew(what)) {
            events().warning(state, what);
        }
    }

    /** Whether it was not said by a former attempt of PLAN at the same move. */
    private boolean isNew(Sentence what) {
        return state.phase != Phase.PLAN || state.plan.outage.isNew(what);
    }

    /** Whether Services of others have a Deployment's Pods as endpoints, which then must stay. Warns of them. */
    boolean servesOthers(String deployment) {
        Set<String> others = new TreeSet<>(cluster.servicesOf(deployment));
        if (!others.isEmpty()) {
            others.remove(Rendering.previewService(state.application));
            state.services.forEach(move -> others.remove(move.service));
        }
        if (!others.isEmpty() && !spec.source().manifests().isEmpty()) {
            for (Color color : Color.values()) {
                cluster.render(spec, color).objects().stream()
                        .filter(object -> object.kind().equals("Service"))
                        .forEach(object -> others.remove(object.name()));
            }
        }
        if (!others.isEmpty()) {
            warn(Sentence.of("guard.others", deployment, String.join(", ", others)));
        }
        return !others.isEmpty();
    }

    /** Whether every active Service has exactly the ready Pods of a Deployment as endpoints, and at least one. */
    boolean servesOnly(String deployment) {
        Set<String> ready = cluster.workload(deployment).pods().stream()
                .filter(pod -> pod.ready() && !pod.terminating())
                .map(PodView::name)
                .collect(Collectors.toSet());
        for (ServiceMove move : state.services) {
            if (ready.isEmpty() || !ready.equals(new HashSet<>(cluster.endpoints(move.service)))) {
                return false;
            }
        }
        return true;
    }

    /** Whether any active Service still has Pods of a Deployment as endpoints, as far as the watches show. */
    boolean serves(String deployment) {
        List<String> pods = cluster.workload(deployment).pods().stream().map(PodView::name).toList();
        return state.services.stream()
                .anyMatch(move -> !Collections.disjoint(cluster.endpoints(move.service), pods));
    }

    /** Waits for a change of the cluster. */
    Move waitFor(Sentence what) {
        return waitUntil(Long.MAX_VALUE, what);
    }

    /** Waits for an instant, or for a change of the cluster. */
    Move waitUntil(long until, Sentence what) {
        if (!what.equals(state.waitingFor)) {
            state.waitingFor = what;
            events().waiting(state, state.phase, what);
        }
        return new Move.Wait(until);
    }

    /** A part of a pause before a retry: releases that failed at the same instant come back at different ones. */
    long spread(long millis) {
        return Jitter.part(millis, spec.id(), now);
    }

    /** Makes another move at once. */
    Move again() {
        return new Move.Wait(now);
    }
}
