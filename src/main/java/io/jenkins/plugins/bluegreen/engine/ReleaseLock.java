package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.LockLostException;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.Optional;

/**
 * The application's Lease, {@code <app>-blue-green}, held while a release works. It is renewed every third of its
 * duration. Two thirds after a renewal writes are refused, so that a write sent just before arrives while no other
 * release may write. Another holder's Lease is taken over only after it has not changed for its duration by our own
 * clock, as in client-go's leader election: no clocks of two machines are compared. If the Lease is deleted while it is
 * held, it is created again, unless another release may have worked in the meantime.
 */
final class ReleaseLock implements Fence {
    private final PhaseContext context;
    private final Hold hold;

    ReleaseLock(PhaseContext context) {
        this.context = context;
        this.hold = context.state.lease;
    }

    static String name(ReleaseState state) {
        return state.application + "-blue-green";
    }

    private String name() {
        return name(context.state);
    }

    private int seconds() {
        return (int) Math.max(1, context.pace.lease() / 1000);
    }

    /** Takes the Lease if it is free or expired. @return null once held, else what to wait for, and until when */
    Move acquire() {
        if (context.now < hold.nextTryAt && context.state.waitingFor != null) {
            // woken by a change of something else: the Lease is not watched
            return context.waitUntil(hold.nextTryAt, context.state.waitingFor);
        }
        if (create()) {
            return null;
        }
        Optional<LeaseView> there = context.cluster.lease(name());
        if (there.isEmpty()) {
            return context.again();
        }
        LeaseView lease = there.get();
        if (!lease.resourceVersion().equals(hold.seenVersion)) {
            hold.seenVersion = lease.resourceVersion();
            hold.seenAt = context.time();
        }
        long expires = hold.seenAt + lease.durationSeconds() * 1000L;
        boolean ours = lease.holder().equals(context.spec.id());
        if (ours || lease.holder().isEmpty() || context.time() >= expires) {
            if (!ours && !lease.holder().isEmpty()) {
                context.progress(Sentence.of("lock.takenOver", name(), lease.holder()));
            }
            return update(lease) ? null : context.again();
        }
        hold.nextTryAt = Math.min(expires, context.now + context.spread(context.pace.poll()));
        return context.waitUntil(
                hold.nextTryAt,
                lease.holderUrl().isEmpty()
                        ? Sentence.of("lock.heldBy", name(), lease.holder())
                        : Sentence.of("lock.heldByBuild", name(), lease.holder(), lease.holderUrl()));
    }

    /** @return false if another release was faster */
    private boolean create() {
        long sent = context.time();
        try {
            hold(context.write().createLease(name(), context.spec.id(), context.spec.buildUrl(), seconds()), sent);
            return true;
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.CONFLICT) {
                throw e;
            }
            return false;
        }
    }

    /** @return false if the Lease is not as expected, or gone */
    private boolean update(LeaseView expected) {
        long sent = context.time();
        try {
            LeaseView renewed = context.write()
                    .updateLease(name(), expected, context.spec.id(), context.spec.buildUrl(), seconds());
            hold(renewed, sent);
            return true;
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.CONFLICT && e.kind() != ClusterException.Kind.NOT_FOUND) {
                throw e;
            }
            return false;
        }
    }

    private void hold(LeaseView lease, long sent) {
        hold.held = true;
        hold.confirmed = true;
        hold.version = lease.resourceVersion();
        hold.renewedAt = sent;
        hold.renewAt = sent + context.pace.lease() / 3;
    }

    long nextRenewal() {
        return hold.held ? hold.renewAt : Long.MAX_VALUE;
    }

    /**
     * Renews the Lease when a third of its duration is over, and before anything else in a new process. If the API does
     * not answer, the Lease is not lost yet: {@link #check} decides.
     */
    void renewIfDue() {
        if (hold.held && (!hold.confirmed || context.time() >= nextRenewal())) {
            try {
                renew();
            } catch (ClusterException e) {
                if (!e.isTransient() || !hold.confirmed) {
                    throw e;
                }
                hold.renewAt = context.time() + context.spread(context.pace.lease() / 12);
                context.progress(Sentence.of("lock.notRenewed", name(), e.sentence()));
            }
        }
    }

    private void renew() {
        LeaseView known = new LeaseView(hold.version, context.spec.id(), context.spec.buildUrl(), seconds());
        while (!update(known)) {
            // changed by a request of ours whose answer was lost, or by another holder, maybe just now
            Optional<LeaseView> there = context.cluster.lease(name());
            if (there.isEmpty() && isUnused()) {
                if (create()) {
                    context.progress(Sentence.of("lock.createdAgain", name()));
                    return;
                }
                there = context.cluster.lease(name());
            }
            if (there.isEmpty() || !there.get().holder().equals(context.spec.id())) {
                throw new LockLostException(Sentence.of(
                        "lock.lost", name(), there.map(LeaseView::holder).orElse("-")));
            }
            known = there.get();
        }
    }

    /** Whether the Lease was deleted before it expired, and no other release has worked since. */
    private boolean isUnused() {
        return hold.confirmed
                && context.time() < hold.renewedAt + context.pace.lease()
                && !ServiceMove.isMarkedByOthers(context);
    }

    /** Refuses a write unless the Lease is certainly held. A slow move renews it first: only the API knows. */
    @Override
    public void check() {
        if (isSure()) {
            return;
        }
        if (hold.held) {
            try {
                renew();
            } catch (ClusterException e) {
                context.progress(Sentence.of("lock.notRenewed", name(), e.sentence()));
            }
        }
        if (!isSure()) {
            throw new LockLostException(Sentence.of("lock.expired", name()));
        }
    }

    private boolean isSure() {
        return hold.held && hold.confirmed && context.time() < hold.renewedAt + context.pace.lease() * 2 / 3;
    }

    /** Gives the Lease back. */
    void release() {
        if (!hold.held && context.state.phase == Phase.LOCK) {
            // a request whose answer was lost may have taken it
            context.cluster
                    .lease(name())
                    .filter(lease -> lease.holder().equals(context.spec.id()))
                    .ifPresent(lease -> hold(lease, context.time()));
        }
        if (!hold.held) {
            return;
        }
        hold.held = false;
        LeaseView known = new LeaseView(hold.version, context.spec.id(), context.spec.buildUrl(), seconds());
        try {
            context.write().deleteLease(name(), known);
        } catch (ClusterException e) {
            // changed or deleted: no longer ours
            if (e.kind() != ClusterException.Kind.CONFLICT && e.kind() != ClusterException.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** What a release knows of its application's Lease. */
    static final class Hold implements Serializable {
        private static final long serialVersionUID = 1L;

        boolean held;
        /** Whether this process has renewed the Lease: another process's clock does not tell how long ago that was. */
        transient boolean confirmed;

        String version;
        /** When the last renewal was sent, in milliseconds of the release's clock. */
        long renewedAt;
        /** When the next renewal is due. */
        long renewAt;

        /** The version of another holder's Lease when this process read it last. */
        transient String seenVersion;
        /** When a Lease that another release holds is tried next. */
        transient long nextTryAt;
        /** Since when that Lease has had this version. */
        transient long seenAt;
    }

    /** Takes the application's Lease, waiting for another release up to {@code lockTimeout}. */
    static final class LockPhase implements PhaseStep {
        @Override
        public Move advance(PhaseContext context) {
            Move wait = context.lock().acquire();
            if (wait != null) {
                return wait;
            }
            long timeout = context.spec.limits().timeoutSeconds() * 1000L;
            context.state.candidateDeadline = context.time() + timeout;
            if (context.state.plan.takingOver || context.state.services.isEmpty()) {
                // whoever held the Lease may have come to an end meanwhile
                context.state.plan.takingOver = false;
                return context.next.enter(Phase.PLAN, context.time() + context.pace.step());
            }
            return context.next.enter(Phase.APPLY, context.state.candidateDeadline);
        }
    }
}
