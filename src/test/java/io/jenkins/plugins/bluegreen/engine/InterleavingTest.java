package io.jenkins.plugins.bluegreen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.Sample;
import io.jenkins.plugins.bluegreen.engine.Schedule.Disturbance;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Releases, people and controllers, interleaved at random")
@Tag("sweep")
class InterleavingTest {
    private static final EnumSet<Disturbance> ALL = EnumSet.complementOf(EnumSet.of(Disturbance.COMPANION));
    private static final int SCHEDULES = Sample.of(1_000, 80);
    /** As many as there are kinds of it, and more. */
    private static final int PASSING = Sample.of(4_000, 200);
    /** The system property {@code schedules} asks for another number. */
    private static final int EVERYTHING = Integer.getInteger("schedules", Sample.of(12_500, 600));

    @Test
    @DisplayName("C50 two releases that nobody troubles both do what they are for, one after the other")
    void twoReleases() {
        kept(SCHEDULES, EnumSet.noneOf(Disturbance.class), "two releases");
    }

    @Test
    @DisplayName("C51 a release whose holder dies, or loses the Lease to somebody, breaks no promise")
    void leases() {
        kept(SCHEDULES, EnumSet.of(Disturbance.DEATH, Disturbance.LEASE, Disturbance.LOST_REQUESTS), "Leases lost");
    }

    @Test
    @DisplayName("C52 somebody who writes selectors, notes on Services, or deletes them, is never overwritten")
    void selectors() {
        kept(SCHEDULES, EnumSet.of(Disturbance.SELECTOR, Disturbance.NOTE, Disturbance.SERVICE_GONE), "Services changed");
    }

    @Test
    @DisplayName("C53 somebody who scales, restarts or deletes Deployments and Pods makes no release break a promise")
    void deployments() {
        kept(SCHEDULES, EnumSet.of(Disturbance.DEPLOYMENT, Disturbance.PODS, Disturbance.BAD_VERSION), "Deployments changed");
    }

    @Test
    @DisplayName("C70 C71 autoscalers that shrink and grow colours make no switch smaller and hold up no rollback")
    void autoscalers() {
        kept(SCHEDULES, EnumSet.of(Disturbance.AUTOSCALER, Disturbance.BLOCK, Disturbance.BAD_VERSION), "autoscalers");
    }

    @Test
    @DisplayName("C72 Pods that are evicted, go with their node or start at their second try end no release")
    void disturbances() {
        kept(SCHEDULES, EnumSet.of(Disturbance.EVICTION, Disturbance.SECOND_TRY, Disturbance.NOTE), "disturbances");
    }

    @Test
    @DisplayName("C77 C78 C79 what passes within the limits ends no release, whatever of it comes together")
    void passing() {
        kept(PASSING, DisturbanceChecker.PASSING, "passing disturbances");
    }

    @Test
    @DisplayName("C76 a candidate that somebody changes after its test is not switched")
    void tested() {
        kept(
                SCHEDULES,
                EnumSet.of(Disturbance.BLOCK, Disturbance.CANDIDATE_CHANGED, Disturbance.DEPLOYMENT),
                "changed candidates");
    }

    @Test
    @DisplayName("C122 a release that is held, and promoted, taken away or replaced, keeps all promises")
    void held() {
        kept(SCHEDULES, EnumSet.of(Disturbance.HOLD), "held releases");
        kept(
                SCHEDULES,
                EnumSet.of(Disturbance.HOLD, Disturbance.BLOCK, Disturbance.CANDIDATE_CHANGED, Disturbance.DEPLOYMENT),
                "held releases that somebody changes");
        kept(
                SCHEDULES,
                EnumSet.of(
                        Disturbance.HOLD, Disturbance.RESTART, Disturbance.DEATH, Disturbance.ABORT,
                        Disturbance.LOST_REQUESTS, Disturbance.AUTOSCALER),
                "held releases that are interrupted");
    }

    @Test
    @DisplayName("C122 a release that is held and then promoted gets the traffic, and nothing of it is left")
    void heldAndPromoted() {
        for (int i = 0; i < 40; i++) {
            Schedule schedule = new Schedule(new SplittableRandom(i), 1);
            schedule.live(Color.BLUE);
            schedule.hold("v1", 0, UnaryOperator.identity(), spec -> spec.stabilizeSeconds(0));
            schedule.held(
                    Operation.PROMOTE, 3_600_000, UnaryOperator.identity(), spec -> spec.stabilizeSeconds(0));
            schedule.run();
            assertTrue(schedule.violations().isEmpty(), schedule::toString);
            assertEquals(
                    List.of(Outcome.HELD, Outcome.PROMOTED),
                    schedule.releases.stream().map(release -> release.result.outcome()).toList(),
                    schedule::toString);
        }
    }

    @Test
    @DisplayName("C120 a worker in colours runs where the traffic is at the end, and nowhere else")
    void companions() {
        kept(SCHEDULES, EnumSet.of(Disturbance.COMPANION, Disturbance.NOTE), "workers");
        kept(
                SCHEDULES,
                EnumSet.of(
                        Disturbance.COMPANION, Disturbance.BAD_VERSION, Disturbance.BLOCK, Disturbance.ABORT,
                        Disturbance.RESTART, Disturbance.CLOCK, Disturbance.FULL_DISK),
                "workers that are interrupted");
        kept(
                SCHEDULES,
                EnumSet.of(
                        Disturbance.COMPANION, Disturbance.HOLD, Disturbance.LOST_REQUESTS, Disturbance.DEATH,
                        Disturbance.EVICTION, Disturbance.SECOND_TRY, Disturbance.PODS),
                "workers that are held and disturbed");
    }

    @Test
    @DisplayName("C80 a GitOps controller that sets selectors back is not fought")
    void gitOps() {
        kept(SCHEDULES, EnumSet.of(Disturbance.GITOPS_BACK, Disturbance.GITOPS, Disturbance.DRAIN), "GitOps");
    }

    @Test
    @DisplayName("C73 Services of others before a colour's Pods keep their endpoints")
    void services() {
        kept(SCHEDULES, EnumSet.of(Disturbance.OTHERS_SERVICE, Disturbance.BAD_VERSION), "Services of others");
    }

    @Test
    @DisplayName("C74 what carries traffic beside the Services changes with the traffic, and comes back with it")
    void routes() {
        kept(SCHEDULES, EnumSet.of(Disturbance.BAD_VERSION, Disturbance.ABORT, Disturbance.RESTART), "routes");
    }

    @Test
    @DisplayName("C75 a release ends UNCHANGED only if what runs is what the manifests say")
    void sameRelease() {
        kept(SCHEDULES, EnumSet.of(Disturbance.DEPLOYMENT, Disturbance.NOTE), "same releases");
    }

    @Test
    @DisplayName("C88 the reason of a failure is read once the traffic is back, and before the Pods go")
    void reasons() {
        kept(SCHEDULES, EnumSet.of(Disturbance.BAD_VERSION, Disturbance.PODS, Disturbance.LOST_REQUESTS), "reasons");
    }

    @Test
    @DisplayName("C90 a disk that is full stops no rollback")
    void fullDisk() {
        kept(
                SCHEDULES,
                EnumSet.of(Disturbance.FULL_DISK, Disturbance.BAD_VERSION, Disturbance.ABORT, Disturbance.RESTART),
                "full disks");
    }

    @Test
    @DisplayName("C50 C51 C52 C53 C57 C58 C70 to C80 C88 C90 all of it at once breaks no promise")
    void everything() {
        kept(EVERYTHING, ALL, "everything at once");
    }

    @Test
    @DisplayName("C74 a rollback by hand that was decided before another release undoes that one, its routes too")
    void rollbackThatWaited() {
        for (int i = 0; i < 40; i++) {
            Schedule schedule = new Schedule(new SplittableRandom(i), 1);
            schedule.routes = List.of(new Route("networking.k8s.io/v1", "NetworkPolicy", RecordingCluster.APP));
            schedule.live(Color.BLUE);
            schedule.release("v1", 0, UnaryOperator.identity(), spec -> spec.stabilizeSeconds(0));
            schedule.rollBack(
                    i * 50L,
                    UnaryOperator.identity(),
                    spec -> spec.stabilizeSeconds(0).lockTimeoutSeconds(3_000));
            schedule.run();
            assertTrue(schedule.violations().isEmpty(), schedule::toString);
        }
    }

    @Test
    @DisplayName("a seed repeats a schedule to the letter")
    void repeats() {
        for (int seed = 0; seed < 20; seed++) {
            assertEquals(schedule(seed).toString(), schedule(seed).toString());
        }
    }

    private static Schedule schedule(long seed) {
        return RandomSchedule.of(new SplittableRandom(seed), UnaryOperator.identity(), ALL).run();
    }

    private static void kept(int schedules, Set<Disturbance> possible, String name) {
        Schedules tried = new Schedules(UnaryOperator.identity(), possible);
        for (int i = 0; i < schedules; i++) {
            Schedule schedule = tried.next();
            assertTrue(schedule.violations().isEmpty(), tried::last);
        }
        tried.report(name);
    }
}
