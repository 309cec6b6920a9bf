package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.Schedule.Disturbance;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.simulation.Inhabitant;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.OnFailure;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** A {@link Schedule} that a random source makes up, as far as a test leaves it open. */
final class RandomSchedule {
    private static final Set<Disturbance> SOMEBODYS = EnumSet.of(
            Disturbance.SELECTOR,
            Disturbance.NOTE,
            Disturbance.SERVICE_GONE,
            Disturbance.DEPLOYMENT,
            Disturbance.LEASE,
            Disturbance.PODS,
            Disturbance.AUTOSCALER,
            Disturbance.EVICTION,
            Disturbance.SECOND_TRY,
            Disturbance.OTHERS_SERVICE,
            Disturbance.DRAIN,
            Disturbance.NO_ROOM,
            Disturbance.REGISTRY,
            Disturbance.LATE_CONFIGURATION,
            Disturbance.QUOTA,
            Disturbance.GITOPS,
            Disturbance.GITOPS_BACK);
    private static final Route POLICY = new Route("networking.k8s.io/v1", "NetworkPolicy", RecordingCluster.APP);
    private static final Route INGRESS = new Route("networking.k8s.io/v1", "Ingress", RecordingCluster.APP);
    private static final long HOUR_MILLIS = 3_600_000;

    private final SplittableRandom random;
    private final Schedule schedule;
    private final UnaryOperator<ClusterGateway> ports;
    private final Set<Disturbance> possible;

    private RandomSchedule(
            SplittableRandom random, UnaryOperator<ClusterGateway> ports, Set<Disturbance> possible) {
        this.random = random;
        this.ports = ports;
        this.possible = possible;
        schedule = new Schedule(random, random.nextInt(3) == 0 ? 10 : 1);
    }

    /**
     * One or two releases, begun at about the same time.
     *
     * @param ports what the engine sees of its gateway
     * @param possible what may disturb them; some of it, or nothing, does
     */
    static Schedule of(SplittableRandom random, UnaryOperator<ClusterGateway> ports, Set<Disturbance> possible) {
        RandomSchedule made = new RandomSchedule(random, ports, possible);
        made.given();
        made.releases();
        made.disturb();
        return made.schedule;
    }

    private void given() {
        if (random.nextInt(4) == 0) {
            schedule.active = List.of(RecordingCluster.APP, RecordingCluster.APP + "-grpc");
        }
        schedule.routes = List.of(POLICY, INGRESS).subList(random.nextInt(2), 1 + random.nextInt(2));
        if (possible.contains(Disturbance.COMPANION)) {
            schedule.workerLater = random.nextBoolean();
        }
        int live = random.nextInt(8);
        if (live > 0) {
            boolean byHand = possible.contains(Disturbance.DEPLOYMENT) && random.nextInt(6) == 0;
            String image = byHand ? "esc/backend:by-hand" : null;
            schedule.live(live > 2 ? Color.BLUE : Color.GREEN, 2 + random.nextInt(2), image);
        }
    }

    private void releases() {
        if (possible.contains(Disturbance.HOLD) && random.nextInt(3) > 0) {
            held();
            return;
        }
        for (int n = 1; n <= 1 + random.nextInt(2); n++) {
            long begin = random.nextLong(n == 1 ? 1 : 60_000);
            if (schedule.revision > 0 && random.nextInt(6) == 0) {
                schedule.rollBack(begin, ports, this::draw);
            } else {
                // the live version again, maybe to mend what somebody did to it
                boolean again = schedule.revision > 0 && random.nextInt(6) == 0;
                schedule.release(again ? "v0" : "v" + n, begin, ports, this::draw);
            }
        }
    }

    /** A release that is held, and what one or two others do with it, mostly when it is there. */
    private void held() {
        schedule.hold("v1", 0, ports, this::draw);
        for (int n = 2; n <= 2 + random.nextInt(2); n++) {
            long begin = random.nextLong(random.nextInt(4) == 0 ? 60_000 : 900_000);
            switch (random.nextInt(6)) {
                case 0 -> schedule.release("v" + n, begin, ports, this::draw);
                case 1 -> schedule.rollBack(begin, ports, this::draw);
                case 2 -> schedule.held(Operation.DISCARD, begin, ports, this::draw);
                default -> schedule.held(Operation.PROMOTE, begin, ports, this::drawWithoutBlock);
            }
        }
    }

    private void drawWithoutBlock(ReleaseSpec.Builder spec) {
        draw(spec);
        spec.body(false);
    }

    private void draw(ReleaseSpec.Builder spec) {
        spec.timeoutSeconds(random.nextBoolean() ? 120 : 300).lockTimeoutSeconds(3_000).rollbackTimeoutSeconds(60);
        spec.stabilizeSeconds(random.nextInt(2) * 10).scaleDownDelaySeconds(random.nextInt(3) * 15);
        if (random.nextBoolean()) {
            spec.monitor(MonitorSpec.lasting(20 + random.nextInt(2) * 60, 5));
        }
        if (random.nextBoolean()) {
            spec.health(HealthCheck.http("/health", 8080).withThresholds(1 + random.nextInt(2), 2));
        }
        if (random.nextInt(4) == 0) {
            spec.drain(new Drain("/drain", 8080, random.nextBoolean() ? "connections" : null, 10));
        }
        if (possible.contains(Disturbance.BLOCK) && random.nextInt(4) == 0) {
            schedule.disturbances.add(Disturbance.BLOCK);
            spec.body(true);
        }
        int keep = random.nextInt(6);
        spec.keepPrevious(keep > 1 ? KeepPrevious.SCALE_TO_ZERO : KeepPrevious.values()[1 + keep]);
        spec.onFailure(random.nextInt(8) == 0 ? OnFailure.KEEP : OnFailure.SCALE_DOWN);
    }

    private int anyRequest() {
        return 1 + random.nextInt(90 * schedule.releases.size());
    }

    private void disturb() {
        for (int acts = random.nextInt(5); acts > 0; acts--) {
            List<Disturbance> kinds =
                    SOMEBODYS.stream().filter(possible::contains).toList();
            if (!kinds.isEmpty()) {
                Disturbance kind = kinds.get(random.nextInt(kinds.size()));
                inhabited(kind);
            }
        }
        if (draws(Disturbance.BAD_VERSION, 4)) {
            inhabited(Disturbance.BAD_VERSION);
        }
        if (draws(Disturbance.FULL_DISK, 4)) {
            inhabited(Disturbance.FULL_DISK);
        }
        if (draws(Disturbance.CANDIDATE_CHANGED, 4)) {
            Inhabitant somebody = Inhabitant.of(Disturbance.CANDIDATE_CHANGED, schedule);
            schedule.disturbances.add(Disturbance.CANDIDATE_CHANGED);
            schedule.atBlocksEnd = () -> somebody.act(Disturbance.CANDIDATE_CHANGED);
        }
        if (draws(Disturbance.LOST_REQUESTS, 4)) {
            schedule.disturbances.add(Disturbance.LOST_REQUESTS);
            schedule.lostRequests = 10 + random.nextInt(60);
        }
        SimulatedRelease one = schedule.releases.get(random.nextInt(schedule.releases.size()));
        if (draws(Disturbance.ABORT, 4)) {
            for (int times = 1 + random.nextInt(2); times > 0; times--) {
                schedule.atRequest(anyRequest(), Disturbance.ABORT, one::abort);
            }
        }
        if (draws(Disturbance.DEATH, 8)) {
            schedule.atRequest(anyRequest(), Disturbance.DEATH, () -> {
                if (one.result == null) {
                    one.die();
                }
            });
        } else if (draws(Disturbance.RESTART, 3)) {
            long jump = draws(Disturbance.CLOCK, 1) ? HOUR_MILLIS * (random.nextInt(3) - 1) : 0;
            long down = random.nextInt(3) == 0 ? HOUR_MILLIS : random.nextLong(1, 90_000);
            schedule.atRequest(anyRequest(), Disturbance.RESTART, () -> restart(one, jump, down));
        }
    }

    private void inhabited(Disturbance kind) {
        Inhabitant inhabitant = Inhabitant.of(kind, schedule);
        schedule.atRequest(anyRequest(), kind, () -> inhabitant.act(kind));
    }

    private boolean draws(Disturbance kind, int oneIn) {
        return possible.contains(kind) && random.nextInt(oneIn) == 0;
    }

    private void restart(SimulatedRelease release, long jump, long down) {
        if (release.result == null && !release.dead) {
            release.die();
            release.wrongBy += jump;
            schedule.downMillis += down;
            schedule.tell("the clock of " + release.id() + " is wrong by " + release.wrongBy + " ms from now on");
            release.resume(down);
        }
    }
}
