package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** One active Service of a release: its selector before the release and after it, and where it is now. */
final class ServiceMove implements Serializable {
    private static final long serialVersionUID = 1L;

    final String service;
    /** The resource version that PLAN read; null when the Service did not exist. */
    final String version;
    /** The selector and ports that PLAN read; null when the Service did not exist. */
    final Traffic from;
    final Traffic to;
    final ServiceRecord before;
    /** Where a rollback moves it; null for a Service that this release created, which is deleted. */
    final Traffic back;
    /** An adopted Service's selector as its owner wrote it; null for one that has a colour. */
    final Traffic unpinned;

    /** The Service as this process has marked it; null if it was written since, or was not marked. */
    transient ServiceView marked;

    boolean moved;
    /** Whether the release that this one goes on from had moved it. */
    boolean inherited;
    /** Where another field manager has moved it; null while it is where this release has left it. */
    Traffic taken;
    /** Whether it was deleted by another client. */
    boolean gone;

    ServiceMove(
            String service,
            String version,
            Traffic from,
            Traffic to,
            ServiceRecord before,
            Traffic back,
            Traffic unpinned) {
        this.service = service;
        this.version = version;
        this.from = from;
        this.to = to;
        this.before = before;
        this.back = back;
        this.unpinned = unpinned;
    }

    /** A Service that is still to be moved, from where it was read. */
    static ServiceMove forward(ServiceView view, Traffic to, ServiceRecord before) {
        return new ServiceMove(
                view.name(), view.resourceVersion(), view.traffic(), to, before, view.traffic(), null);
    }

    /** A Service that the release which this one goes on from has moved to where it was read. */
    static ServiceMove inherited(ServiceView view, ServiceRecord before, Traffic back) {
        ServiceMove move = new ServiceMove(
                view.name(), view.resourceVersion(), view.traffic(), view.traffic(), before, back, null);
        move.inherited = true;
        move.moved = true;
        return move;
    }

    /** How many Pods can take the traffic back. The watch may still show some that were told to go. */
    int readyToGoBack(PhaseContext context, int watched) {
        if (watched == 0) {
            return 0;
        }
        boolean retiring = context.state.retire.retiring;
        try {
            int ready = context.cluster.readyPods(back.selector()).size();
            // a colour that somebody made smaller is waited for no longer; one that is gone gets no traffic
            return retiring || ready == 0 ? Math.min(watched, ready) : watched;
        } catch (ClusterException e) {
            if (retiring) {
                throw e;
            }
            // the release itself has told none to go
            return watched;
        }
    }

    /** Records that a patch which moves the Service was refused. */
    void refused() {
        moved = inherited;
    }

    /** Records that the Service selects the candidate. */
    void done() {
        moved = true;
        taken = null;
    }

    /** Whether {@code traffic} is where this release has left the Service. */
    boolean isAt(Traffic traffic) {
        Traffic left = moved ? to : from;
        return left != null && traffic.selectsAs(left) || unpinned != null && traffic.selectsAs(unpinned);
    }

    /** Whether nobody has written the Service since PLAN read it. */
    boolean isUnwritten(ServiceView view) {
        return from != null && view.resourceVersion().equals(version);
    }

    /**
     * The Service as this process has marked it, once, or as it is read now: if the patch of the marked version is
     * accepted, nothing has changed since.
     */
    Optional<ServiceView> there(PhaseContext context) {
        ServiceView known = marked;
        marked = null;
        return known != null ? Optional.of(known) : context.read(service);
    }

    /** The record with which APPLY marks the Service. Only the primary one tells of other objects. */
    ServiceRecord mark(PhaseContext context) {
        ReleaseState state = context.state;
        boolean primary = this == state.primary();
        boolean holds = primary && (state.plan.asked == Operation.DISCARD || state.plan.asked == Operation.PROMOTE);
        return before.withSharedHash(state.sharedHash)
                .withObjects(primary ? state.apply.objects : null)
                .withPreviousRoutes(primary ? RouteSwitch.record(state.switching) : null)
                .writtenBy(context.spec.id(), context.spec.buildUrl(), Phase.APPLY)
                .withHeld(holds ? before.held() : null);
    }

    /** The Service as PLAN read it, for a patch that must not overwrite anything newer. */
    ServiceView expected() {
        return new ServiceView(service, version, "", unpinned == null ? from : unpinned, before, "");
    }

    /**
     * Writes this release into the Services of an interrupted one, right before the old colour goes: a patch of that
     * release that has not arrived yet would bring the traffic back to it.
     *
     * @param services as they were read now
     * @return whether one was written, and all have to be read again
     */
    static boolean claim(PhaseContext context, List<ServiceView> services) {
        boolean claimed = false;
        for (ServiceView view : services) {
            ServiceRecord record = view.record();
            if (!context.spec.id().equals(record.release())) {
                try {
                    context.write()
                            .patchService(
                                    view,
                                    new Traffic(view.traffic().selector(), null),
                                    record.writtenBy(context.spec.id(), context.spec.buildUrl(), record.phase()));
                } catch (ClusterException e) {
                    if (e.kind() != ClusterException.Kind.CONFLICT && e.kind() != ClusterException.Kind.NOT_FOUND) {
                        throw e;
                    }
                }
                claimed = true;
            }
        }
        return claimed;
    }

    /** Whether the primary Service, read now, has the mark of a release that began after this one's PLAN. */
    static boolean isMarkedByOthers(PhaseContext context) {
        if (context.state.services.isEmpty()) {
            return false;
        }
        ServiceMove primary = context.state.primary();
        String former = primary.before.release();
        return context.read(primary.service)
                .map(view -> view.record().release())
                .filter(release -> !release.equals(context.spec.id()) && !release.equals(former))
                .isPresent();
    }
}
