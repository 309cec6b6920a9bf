package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.Schedule.Disturbance;
import io.jenkins.plugins.bluegreen.engine.Watchdog.Promise;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedCluster;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedDeployment;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedObjects;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.OnFailure;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at the end of a {@link Schedule} for what its releases promise to have done by then. */
final class Aftermath {
    private static final Set<Disturbance> OTHERS = EnumSet.of(
            Disturbance.SELECTOR,
            Disturbance.SERVICE_GONE,
            Disturbance.DEPLOYMENT,
            Disturbance.LEASE,
            Disturbance.GITOPS_BACK,
            Disturbance.CANDIDATE_CHANGED);
    /** What makes no rollback take longer. */
    private static final Set<Disturbance> HARMLESS = EnumSet.of(
            Disturbance.NOTE,
            Disturbance.AUTOSCALER,
            Disturbance.OTHERS_SERVICE,
            Disturbance.BAD_VERSION,
            Disturbance.BLOCK,
            Disturbance.FULL_DISK,
            Disturbance.ABORT);
    private static final long LONGEST_ROLLBACK_MILLIS = 30_000;
    /** The answer to the last request, and the moves after a deadline. */
    private static final long SLACK_SECONDS = 240;

    private static final long LONGEST_BLOCK_SECONDS = 1_000;

    private final Schedule schedule;
    private final SimulatedCluster cluster;

    Aftermath(Schedule schedule) {
        this.schedule = schedule;
        cluster = schedule.cluster;
    }

    private boolean isDisturbedBy(Set<Disturbance> some) {
        return schedule.disturbances.stream().anyMatch(some::contains);
    }

    private boolean isDisturbedBy(Disturbance first, Disturbance... more) {
        return isDisturbedBy(EnumSet.of(first, more));
    }

    private void broken(Promise promise, String what) {
        cluster.watchdog.broken(promise, what);
    }

    void check() {
        for (SimulatedRelease release : schedule.releases) {
            if (!release.dead) {
                ended(release);
                toldTheTruth(release);
                wentBack(release);
                wentBackInTime(release);
                wentWell(release);
            }
        }
        boolean allEnded = schedule.releases.stream()
                .noneMatch(release -> release.dead || release.result.outcome() == Outcome.ROLLBACK_FAILED);
        if (allEnded && !isDisturbedBy(OTHERS) && !isLockLost()) {
            // a clean-up whose answers don't come has a deadline too, and says what it leaves
            if (!isDisturbedBy(Disturbance.LOST_REQUESTS)) {
                nothingLeft();
                pruned();
            }
            nothingTwice();
            if (!isDisturbedBy(Disturbance.LOST_REQUESTS)) {
                cluster.watchdog.routesAtEnd(schedule);
            }
        }
    }

    private void ended(SimulatedRelease release) {
        ReleaseSpec spec = release.state().spec;
        long step = Pace.normal().step() / 1000;
        long delay = spec.limits().scaleDownDelaySeconds() + (spec.drain() == null ? 0 : spec.drain().timeoutSeconds());
        long block = spec.policy().hasBody() ? LONGEST_BLOCK_SECONDS : 0;
        long waits = spec.limits().lockTimeoutSeconds() + spec.limits().timeoutSeconds();
        long forward = waits + block + spec.monitor().durationSeconds() + delay;
        long back = spec.limits().rollbackTimeoutSeconds() + spec.limits().scaleDownDelaySeconds();
        // PLAN, SWITCH, the writes of RETIRE, and those of a rollback
        long most = forward + back + 5 * step + SLACK_SECONDS;
        long took = (release.endedAt - release.begunAt - schedule.downMillis) / 1000;
        if (took > most) {
            broken(Promise.ALWAYS_ENDS, release.id() + " took " + took + " s of " + most + " s");
        }
    }

    private static boolean isLockLost(SimulatedRelease release) {
        // behind the failure that the rollback was for
        return release.result != null && release.result.message().toString().contains("Stopped without another write");
    }

    private boolean isLockLost() {
        return schedule.releases.stream().anyMatch(Aftermath::isLockLost);
    }

    /** What was said is compared with the last selector if nobody, and no other release, wrote one since. */
    private void toldTheTruth(SimulatedRelease release) {
        ReleaseState state = release.state();
        // a plan that comes to nothing may leave open which colour is live
        boolean undecided = state.services.isEmpty()
                || state.phase == Phase.PLAN && release.result.color().isEmpty()
                || state.primary().from == null && !state.primary().moved;
        boolean known = release.colorAtEnd != null && !undecided;
        if (known && !release.colorAtEnd.equals(release.result.color()) && !isLockLost(release)) {
            broken(Promise.TRUE_RESULT, release.id() + " says \"" + release.result.color() + "\", it is \""
                    + release.colorAtEnd + "\"");
        }
    }

    private void wentBack(SimulatedRelease release) {
        ReleaseState state = release.state();
        boolean possible = cluster.workloads.deployments.containsKey(state.liveDeployment)
                && cluster.watchdog.lostAt(state.liveDeployment) < 0;
        if (release.result.outcome() == Outcome.ROLLBACK_FAILED
                && possible
                && !isDisturbedBy(OTHERS)
                && !isDisturbedBy(Disturbance.LOST_REQUESTS)
                && !isLockLost(release)) {
            Promise promise = isDisturbedBy(Disturbance.FULL_DISK)
                    ? Promise.BOOKKEEPING_STOPS_NOTHING
                    : Promise.ALWAYS_BACK;
            broken(promise, release.id() + ": " + release.result.message());
        }
    }

    private void wentWell(SimulatedRelease release) {
        boolean calm = EnumSet.of(Disturbance.NOTE).containsAll(schedule.disturbances);
        if (calm && !release.result.outcome().isSuccess() && !isPointless(release)) {
            broken(Promise.GOES_WELL, release.id() + ": " + release.result.message());
        }
        if (!calm && !isPointless(release)) {
            cluster.watchdog.disturbances.end(schedule, release);
        }
    }

    /** One Pod of the previous colour is enough, however few an autoscaler has left of it. */
    private void wentBackInTime(SimulatedRelease release) {
        RollbackPhase.State back = release.state().rollback;
        boolean known = HARMLESS.containsAll(schedule.disturbances) && !schedule.slow && back.backAt != 0
                // a version of which all Pods crash may have become the previous one
                && schedule.cluster.watchdog.lostAt(release.state().liveDeployment) < 0;
        long took = back.backAt - release.state().phaseStartedAt;
        if (known && took > LONGEST_ROLLBACK_MILLIS) {
            broken(Promise.NO_LESS_CAPACITY, release.id() + ": its rollback took " + took + " ms");
        }
    }

    /** Whether another release has, or is about to, overwrite what a rollback would go back to. */
    private boolean isPointless(SimulatedRelease rollback) {
        boolean undone = rollback.state().operation == Operation.ROLL_BACK && schedule.releases.size() > 1;
        return undone || rollback.state().plan.asked == Operation.PROMOTE;
    }

    private void nothingLeft() {
        if (!cluster.leases.isEmpty()) {
            broken(Promise.NOTHING_LEFT, "Lease of " + cluster.leases);
        }
        for (ServiceView view : cluster.services.values()) {
            if (view.record().phase() != null) {
                broken(Promise.NOTHING_LEFT, "Service " + view.name() + " is marked " + view.record().phase());
            }
            if (cluster.workloads.readyPods(view.traffic()).isEmpty() && !isLost(view)) {
                broken(Promise.NOTHING_LEFT, "no ready Pod behind Service " + view.name());
            }
        }
        for (SimulatedDeployment deployment : cluster.workloads.deployments.values()) {
            boolean idle = cluster.services.values().stream()
                    .noneMatch(view -> deployment.isOfColorOf(view.traffic()));
            // endpoints that never come back leave the candidate where it is: requests may still go there
            boolean stuck = cluster.services.values().stream().anyMatch(this::isLost);
            boolean held = isHeld(deployment);
            if (held && deployment.desired == 0 && (deployment.companion == null || !schedule.workerLater)) {
                broken(Promise.NOTHING_LEFT, deployment.name + " is held, and has no Pods");
            }
            if (idle && deployment.desired > 0 && !held && !mayKeepBoth() && !stuck) {
                broken(Promise.NOTHING_LEFT, deployment.name + " runs " + deployment.desired + " Pods for nobody");
            }
            if (!idle && deployment.companion != null && deployment.desired == 0 && !stuck && !isLeftFirst()) {
                broken(Promise.NOTHING_LEFT, deployment.name + " does not run, though the traffic is on its colour");
            }
        }
    }

    /** A first release that ends early keeps the traffic: there is nothing to go back to, or forward. */
    private boolean isLeftFirst() {
        return schedule.releases.stream()
                .anyMatch(release -> release.result.outcome() == Outcome.ABORTED && release.state().live == null);
    }

    private boolean isHeld(SimulatedDeployment deployment) {
        ServiceView view = cluster.services.get(RecordingCluster.APP);
        return view != null
                && view.record().held() != null
                && deployment.isOfColorOf(RecordingCluster.traffic(view.record().held().color()));
    }

    /** The last release has left nothing that its manifests do not hold, but the other colour's configuration. */
    private void pruned() {
        SimulatedRelease last = schedule.releases.stream()
                .max(Comparator.comparingLong(release -> release.endedAt))
                .orElseThrow();
        ReleaseState state = last.state();
        if (state.operation != Operation.RELEASE
                || last.result.outcome() != Outcome.PROMOTED
                || !state.retire.pruned
                || state.retire.stays
                // another one has applied objects since, and failed
                || !last.id().equals(cluster.services.get(RecordingCluster.APP).record().release())) {
            return;
        }
        Color live = state.candidate;
        List<ColoredObject> held = Stream.of(Color.values())
                .flatMap(color -> SimulatedObjects.of(last.version, color).stream())
                .toList();
        cluster.objects
                .list(object -> !held.contains(object) && (object.color() == live || !object.isConfiguration()))
                .forEach(object -> broken(Promise.PRUNED, last.id() + " has left " + object));
        SimulatedObjects.of(last.version, live).stream()
                .filter(object -> cluster.objects.list(object::equals).isEmpty())
                .forEach(object -> broken(Promise.PRUNED, last.id() + " lacks " + object));
    }

    private boolean isLost(ServiceView view) {
        return cluster.workloads.deployments.values().stream()
                .anyMatch(one -> one.isSelectedBy(view.traffic()) && cluster.watchdog.lostAt(one.name) >= 0);
    }

    /** A rollback right after a release may see in its watch that the previous colour runs, and leave it running. */
    private boolean mayKeepBoth() {
        return isDisturbedBy(Disturbance.OTHERS_SERVICE) || schedule.releases.stream()
                .anyMatch(release -> isPointless(release)
                        || release.state().spec.policy().keepPrevious() == KeepPrevious.RUNNING
                        || release.state().spec.policy().onFailure() == OnFailure.KEEP);
    }

    private void nothingTwice() {
        // a first release that is aborted once it is live stays live: there is nothing to go back to
        long promoted = schedule.releases.stream()
                .filter(release -> release.state().trafficMoved())
                .filter(release -> release.state().operation == Operation.RELEASE)
                .count();
        for (ServiceView view : cluster.services.values()) {
            if (view.record().revision() != schedule.revision + promoted) {
                broken(Promise.NOTHING_TWICE, "Service " + view.name() + " tells of revision "
                        + view.record().revision() + " after " + promoted + " promotions");
            }
        }
    }
}
