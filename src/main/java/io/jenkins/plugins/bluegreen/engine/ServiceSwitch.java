package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.LockLostException;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Moves one Service by compare-and-set. A patch that met a newer version is tried again only while the selector is the
 * one that was decided on; a selector that somebody else wrote is left alone and its author named. An answer that was
 * lost is no harm: a Service that has our mark and our selector is done.
 */
final class ServiceSwitch {
    private static final int ATTEMPTS = 5;

    private ServiceSwitch() {}

    /** To the candidate. */
    static void forward(Run run, Rendering rendering, ServiceMove move) {
        ServiceRecord record = promoted(run, move);
        for (int attempt = 1; ; attempt++) {
            Optional<ServiceView> there = run.read(move.service);
            if (there.isPresent() && isOurs(run, there.get(), move.to, record)) {
                move.done();
                return;
            }
            requireAsDecided(there, move);
            boolean last = attempt == ATTEMPTS;
            move.done();
            run.save();
            try {
                if (there.isEmpty()) {
                    run.write().createService(run.spec, rendering, move.service, move.to, record);
                } else {
                    run.write().patchService(there.get(), move.to, record);
                }
                return;
            } catch (ClusterException e) {
                if (e.isTransient()) {
                    throw e;
                }
                move.moved = false;
                if (e.kind() != ClusterException.Kind.CONFLICT || last) {
                    throw e;
                }
            } catch (LockLostException e) {
                move.moved = false;
                throw e;
            }
        }
    }

    /** To where it was. */
    static void back(Run run, ServiceMove move) {
        for (int attempt = 1; ; attempt++) {
            Optional<ServiceView> there = run.read(move.service);
            if (move.gone) {
                throw gone(move);
            }
            boolean back = there.isEmpty()
                    || move.back != null && there.get().traffic().selectsAs(move.back);
            // somebody who brought it back by hand left our record and our ports as they were
            if (back && (there.isEmpty() || tellTheSame(there.get().record(), move.before))) {
                isBack(move);
                return;
            }
            if (!back && !there.get().traffic().selectsAs(move.to)) {
                throw changed(there.get(), move.to);
            }
            try {
                if (move.back == null) {
                    run.write().deleteService(there.get());
                } else {
                    run.write().patchService(there.get(), move.back, move.before.atRest());
                }
                isBack(move);
                return;
            } catch (ClusterException e) {
                if (e.kind() != ClusterException.Kind.CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void isBack(ServiceMove move) {
        move.moved = false;
        move.taken = null;
    }

    /** The Services, read now; an exception when one does not send its requests to the candidate any more. */
    static List<ServiceView> requireOnCandidate(Run run) {
        return run.state.services.stream()
                .map(move -> readOnCandidate(run, move))
                .toList();
    }

    private static ServiceView readOnCandidate(Run run, ServiceMove move) {
        ServiceView view = run.read(move.service).orElseThrow(() -> gone(move));
        if (!view.traffic().selectsAs(move.to)) {
            throw changed(view, move.to);
        }
        return view;
    }

    /** An exception when a Service that has not been switched is not where it was when that was decided. */
    static void requireAsDecided(Optional<ServiceView> there, ServiceMove move) {
        if (there.isEmpty()) {
            if (move.from != null) {
                throw gone(move);
            }
        } else if (move.from == null) {
            throw new ReleaseException(Sentence.of("switch.createdMeanwhile", move.service));
        } else if (!there.get().traffic().selectsAs(move.from)) {
            throw changed(there.get(), move.from);
        }
    }

    private static ReleaseException gone(ServiceMove move) {
        return new ReleaseException(Sentence.of("switch.serviceGone", move.service));
    }

    /** What to say of a selector that somebody else wrote. */
    static ReleaseException changed(ServiceView view, Traffic expected) {
        return new ReleaseException(Sentence.of(
                "switch.changed", view.name(), view.selectorManager(), expected, view.traffic()));
    }

    /** The mark alone does not tell: APPLY has made it, and somebody else may have switched since. */
    private static boolean isOurs(Run run, ServiceView view, Traffic traffic, ServiceRecord record) {
        return view.traffic().selectsAs(traffic)
                && run.spec.id().equals(view.record().release())
                && tellTheSame(view.record(), record);
    }

    /** Whether two records are of the same switch; who wrote them, and in which phase, aside. */
    private static boolean tellTheSame(ServiceRecord one, ServiceRecord other) {
        return one.color() == other.color()
                && one.revision() == other.revision()
                && Objects.equals(one.rolledBackFrom(), other.rolledBackFrom());
    }

    /** What the Service remembers from the switch on; only the first one tells the phase. */
    private static ServiceRecord promoted(Run run, ServiceMove move) {
        ReleaseState state = run.state;
        boolean release = state.operation == Operation.RELEASE;
        Phase next = run.spec.monitor().durationSeconds() > 0 ? Phase.MONITOR : Phase.RETIRE;
        int revision = release ? state.revision + 1 : state.revision;
        ServiceRecord record = ServiceRecord.none()
                .withLive(state.candidate, revision, state.image, state.specHash)
                .withServices(state.services.stream().map(service -> service.service).toList())
                .writtenBy(run.spec.id(), run.spec.buildUrl(), move == state.primary() ? next : null);
        return release
                ? record.withPrevious(state.live, state.liveDeployment, move.back)
                : record.withRolledBackFrom(state.liveDeployment);
    }
}
