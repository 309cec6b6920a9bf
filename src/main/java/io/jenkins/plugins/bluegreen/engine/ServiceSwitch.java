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
 * Moves one Service by compare-and-set. After a conflict the patch is retried only while the selector is the one that
 * PLAN read. A selector that another field manager wrote is not changed; the error names that manager. If the answer to
 * a patch was lost, the Service is recognised by this release's mark and selector.
 */
final class ServiceSwitch {
    private static final int ATTEMPTS = 5;

    private ServiceSwitch() {}

    /** Moves a Service to the candidate. */
    static void forward(PhaseContext context, Rendering rendering, ServiceMove move) {
        ServiceRecord record = promoted(context, move);
        for (int attempt = 1; ; attempt++) {
            Optional<ServiceView> there = move.there(context);
            if (there.isPresent() && isOurs(context, there.get(), move.to, record)) {
                move.done();
                return;
            }
            requireAsDecided(there, move);
            there.ifPresent(view -> requirePortsAsRead(view, move));
            boolean last = attempt == ATTEMPTS;
            context.saveMoved(move);
            try {
                if (there.isEmpty()) {
                    context.write().createService(context.spec, rendering, move.service, move.to, record);
                } else {
                    context.write().patchService(there.get(), move.to, record);
                }
                return;
            } catch (ClusterException e) {
                if (e.isTransient()) {
                    throw e;
                }
                move.refused();
                if (e.kind() != ClusterException.Kind.CONFLICT || last) {
                    throw e;
                }
            } catch (LockLostException e) {
                move.refused();
                throw e;
            }
        }
    }

    /** Moves a Service back to where it was. */
    static void back(PhaseContext context, ServiceMove move) {
        for (int attempt = 1; ; attempt++) {
            Optional<ServiceView> there = context.read(move.service);
            if (move.gone) {
                throw gone(move);
            }
            boolean back = there.isEmpty()
                    || move.back != null && there.get().traffic().selectsAs(move.back);
            // a Service that was moved back by hand still has our record and our ports
            boolean asBefore = back && (there.isEmpty() || tellTheSame(there.get().record(), move.before));
            if (!back && !there.get().traffic().selectsAs(move.to)) {
                throw changed(there.get(), move.to);
            }
            try {
                if (asBefore) {
                    there.ifPresent(view -> touch(context, view));
                } else if (move.back == null) {
                    context.write().deleteService(there.get());
                } else {
                    context.write().patchService(there.get(), move.back, RouteSwitch.whileBack(context, move));
                }
                markBack(move);
                return;
            } catch (ClusterException e) {
                if (e.kind() != ClusterException.Kind.CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Changes nothing but the version: a patch of this release that has not arrived yet never takes effect then. */
    private static void touch(PhaseContext context, ServiceView view) {
        context.write().patchService(view, new Traffic(view.traffic().selector(), null), view.record());
    }

    private static void markBack(ServiceMove move) {
        move.moved = false;
        move.taken = null;
    }

    /** Whether every switched Service is back. Reads all of them, because the result tells where they are. */
    static boolean areBack(PhaseContext context) {
        List<ServiceMove> moved =
                context.state.services.stream().filter(move -> move.moved).toList();
        try {
            return !moved.isEmpty()
                    && moved.stream().filter(move -> isBack(context, move)).count() == moved.size();
        } catch (RuntimeException | LinkageError e) {
            return false;
        }
    }

    /** Whether the Service, read now, is where it was before the switch. */
    private static boolean isBack(PhaseContext context, ServiceMove move) {
        return context.read(move.service)
                .filter(view -> move.back != null && view.traffic().selectsAs(move.back))
                .isPresent();
    }

    /** Removes this release's mark from a Service, and the pin of an adopted one unless the candidate's Pods stay. */
    static void unmark(PhaseContext context, ServiceMove move, boolean keep) {
        ServiceView view = context.read(move.service).orElse(null);
        if (view == null) {
            return;
        }
        boolean marked = context.spec.id().equals(view.record().release()) && view.record().phase() != null;
        // one that was switched back is still pinned
        boolean pinned = move.unpinned != null && !keep && view.traffic().selectsAs(move.from);
        if (marked || pinned) {
            Traffic traffic = pinned ? move.unpinned : view.traffic();
            ServiceRecord rest = RouteSwitch.atEnd(context, view.record(), move);
            context.write().patchService(view, new Traffic(traffic.selector(), null), rest);
        } else if (context.state.apply.touched && move.isUnwritten(view) && ApplyPhase.marks(context, move)) {
            touch(context, view);
        }
    }

    /**
     * Whether the candidate may be scaled down. Reads the active Services.
     *
     * @return false when Services of others have its Pods as endpoints
     * @throws ReleaseException when an active Service selects the candidate
     */
    static boolean isIdleCandidate(PhaseContext context) {
        for (ServiceMove move : context.state.services) {
            context.read(move.service).ifPresent(view -> {
                if (selectsCandidate(context, move, view.traffic())) {
                    throw new ReleaseException(Sentence.of(
                            "guard.selected", context.state.candidateDeployment, view.name(), view.traffic()));
                }
            });
        }
        context.state.rollback.candidateServes = context.servesOthers(context.state.candidateDeployment);
        return !context.state.rollback.candidateServes;
    }

    private static boolean selectsCandidate(PhaseContext context, ServiceMove move, Traffic traffic) {
        String label = traffic.selector().get(context.state.plan.colorLabel);
        // an adopted Deployment has no colour
        boolean selected = context.state.candidate != null && context.state.candidate.label().equals(label);
        // a second PLAN that failed may not have decided where the Service goes
        return selected || move.to != null && move.to.isWithin(traffic);
    }

    /** The Services, read now; an exception when one no longer selects the candidate. */
    static List<ServiceView> requireOnCandidate(PhaseContext context) {
        return context.state.services.stream()
                .map(move -> readOnCandidate(context, move))
                .toList();
    }

    private static ServiceView readOnCandidate(PhaseContext context, ServiceMove move) {
        ServiceView view = context.read(move.service).orElseThrow(() -> gone(move));
        if (!view.traffic().selectsAs(move.to)) {
            throw changed(view, move.to);
        }
        return view;
    }

    /** Throws when a Service that has not been switched is no longer as PLAN read it. */
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

    /** Throws when another field manager has changed the ports that the patch would replace. */
    private static void requirePortsAsRead(ServiceView view, ServiceMove move) {
        if (move.to.ports() != null && !Objects.equals(view.traffic().ports(), move.from.ports())) {
            throw new ReleaseException(Sentence.of(
                    "switch.ports",
                    view.name(),
                    view.portsManager(),
                    move.from.ports() == null ? "-" : move.from.ports(),
                    view.traffic().ports() == null ? "-" : view.traffic().ports()));
        }
    }

    private static ReleaseException gone(ServiceMove move) {
        return new ReleaseException(Sentence.of("switch.serviceGone", move.service));
    }

    /** The error for a selector that another field manager wrote. */
    static ReleaseException changed(ServiceView view, Traffic expected) {
        return new ReleaseException(Sentence.of(
                "switch.changed", view.name(), view.selectorManager(), expected, view.traffic()));
    }

    /** Whether this release has switched the Service. The mark of APPLY alone does not prove it. */
    private static boolean isOurs(PhaseContext context, ServiceView view, Traffic traffic, ServiceRecord record) {
        return view.traffic().selectsAs(traffic)
                && context.spec.id().equals(view.record().release())
                && tellTheSame(view.record(), record);
    }

    /** Whether two records describe the same switch; their builds and phases may differ. */
    private static boolean tellTheSame(ServiceRecord one, ServiceRecord other) {
        return one.color() == other.color()
                && one.revision() == other.revision()
                && Objects.equals(one.rolledBackFrom(), other.rolledBackFrom());
    }

    /** The record of a Service from the switch on. Only the primary Service has the phase. */
    private static ServiceRecord promoted(PhaseContext context, ServiceMove move) {
        ReleaseState state = context.state;
        boolean release = state.operation == Operation.RELEASE;
        Phase next = context.spec.monitor().durationSeconds() > 0 ? Phase.MONITOR : Phase.RETIRE;
        int revision = release ? state.revision + 1 : state.revision;
        ServiceRecord record = ServiceRecord.none()
                .withLive(state.candidate, revision, state.image, state.specHash)
                .withServices(state.services.stream().map(service -> service.service).toList())
                .withObjects(move == state.primary() ? state.apply.objects : null)
                .writtenBy(context.spec.id(), context.spec.buildUrl(), move == state.primary() ? next : null);
        ServiceRecord way = release
                ? record.withPrevious(state.live, state.liveDeployment, move.back)
                : record.withRolledBackFrom(state.liveDeployment);
        return way.withPreviousRoutes(
                move == state.primary() ? RouteSwitch.record(state.switching) : null);
    }
}
