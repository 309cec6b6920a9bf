package io.jenkins.plugins.bluegreen.conformance.sweep;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.Sample;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Settled;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** C54: each call of a release meets each fault, and some meet two; what is promised holds, whatever comes of it. */
@Tag("sweep")
@ResourceLock("the processors: at a load of forty a node misses its own deadlines")
class FaultSweepTest {
    /** The engine's real limits, where a call that hangs needs them. */
    private static final Pace PACE = new Pace(5_000, 60_000, 10_000, 10_000, 60_000, 5_000, 0);

    private static final int AT_ONCE = 16;
    /** They wait, and cost nothing meanwhile. */
    private static final int HANGING_AT_ONCE = 52;
    private static final int HANGING_SAMPLE = 8;
    private static final int SAMPLE = 64;
    private static final int PAIRS = Sample.of(100, 24);
    private static final Duration STALL = Duration.ofSeconds(30);
    private static final Duration PATIENCE = STALL.plusSeconds(10);

    /** What a call may meet. */
    enum Kind {
        BUSY("429", (cluster, release) -> Fault.tooManyRequests(Duration.ofSeconds(1))),
        INTERNAL_ERROR("500", (cluster, release) -> Fault.internalError()),
        UNAVAILABLE("503", (cluster, release) -> Fault.unavailable()),
        CONFLICT("409", (cluster, release) -> Fault.conflict()),
        RESET("a reset", (cluster, release) -> Fault.reset()),
        NO_ANSWER("effect without an answer", (cluster, release) -> Fault.effectWithoutAnswer()),
        TRUNCATED("half an answer", (cluster, release) -> Fault.truncated()),
        EXPIRED_TOKEN("401", (cluster, release) -> Fault.unauthorized()),
        WATCHES_GONE("410 on every watch", (cluster, release) -> Fault.after(cluster::closeWatches)),
        STALL("30 s without an answer", (cluster, release) -> Fault.stall(FaultSweepTest.STALL)),
        /** As a stall, but surely until there is nothing left to do. */
        HELD("no answer before the end", (cluster, release) ->
                Fault.before(() -> cluster.await("the release to be over", PATIENCE, release.join()::isOver)));

        private static final Set<Kind> SWEPT = EnumSet.range(BUSY, STALL);

        private final String text;
        private final BiFunction<EmbeddedCluster, CompletableFuture<Running>, Fault> fault;

        Kind(String text, BiFunction<EmbeddedCluster, CompletableFuture<Running>, Fault> fault) {
            this.text = text;
            this.fault = fault;
        }
    }

    /** A fault at a call. */
    private record Trouble(CallSite site, Kind kind) {
        /** Whether the call arrives long after it was given up, and must do no harm then. */
        private boolean mayComeLate() {
            return kind == Kind.STALL || kind == Kind.HELD;
        }

        @Override
        public String toString() {
            return kind.text + " at " + site;
        }
    }

    @Test
    @DisplayName("C54 each fault at each call, and two at random ones: promoted or as before, no promise broken")
    void everyFault() throws InterruptedException {
        Map<SweptRelease, List<CallSite>> calls = new EnumMap<>(SweptRelease.class);
        for (SweptRelease release : SweptRelease.values()) {
            calls.put(release, CrashSweepTest.calls(release));
        }
        // up to the switch it makes the same calls as the one that is DOWN after it: once is enough
        calls.computeIfPresent(SweptRelease.SECOND, (release, sites) ->
                sites.stream().dropWhile(site -> !site.isSwitch()).toList());
        Sweep hanging = new Sweep(HANGING_AT_ONCE);
        Sweep answered = new Sweep(AT_ONCE);
        calls.forEach((release, sites) -> {
            for (CallSite site : sites) {
                for (Kind kind : Kind.SWEPT) {
                    add(kind == Kind.STALL ? hanging : answered, release, List.of(new Trouble(site, kind)), any -> {});
                }
            }
        });
        hanging.begin(HANGING_SAMPLE);
        List<String> broken = new ArrayList<>(answered.begin(SAMPLE).end("C54 calls that meet a fault"));
        broken.addAll(pairs(calls).begin().end("C54 pairs of faults " + Sample.seed()));
        broken.addAll(hanging.end("C54 calls that hang"));
        Sweep.assertNone(broken);
    }

    private static Sweep pairs(Map<SweptRelease, List<CallSite>> calls) {
        Random random = new Random(Sample.SEED);
        Sweep pairs = new Sweep(AT_ONCE);
        for (int i = 0; i < PAIRS; i++) {
            SweptRelease release = SweptRelease.values()[random.nextInt(SweptRelease.values().length)];
            List<CallSite> sites = calls.get(release);
            add(pairs, release, List.of(trouble(random, sites), trouble(random, sites)), any -> {});
        }
        return pairs;
    }

    private static Trouble trouble(Random random, List<CallSite> sites) {
        // a call that hangs has its own turn
        Kind kind = Kind.values()[random.nextInt(Kind.STALL.ordinal())];
        return new Trouble(sites.get(random.nextInt(sites.size())), kind);
    }

    /**
     * The calls of a release, each of which hangs until the release is over; not yet begun.
     *
     * @param special what is special about the cluster
     */
    static Sweep hanging(SweptRelease release, Predicate<CallSite> calls, Consumer<Given> special) {
        Sweep hanging = new Sweep(HANGING_AT_ONCE);
        CrashSweepTest.calls(release).stream()
                .filter(calls)
                .forEach(site -> add(hanging, release, List.of(new Trouble(site, Kind.HELD)), special));
        return hanging;
    }

    private static void add(Sweep sweep, SweptRelease release, List<Trouble> troubles, Consumer<Given> special) {
        sweep.add(release + ", " + troubles, () -> isMet(release, troubles, special));
    }

    private static boolean isMet(SweptRelease release, List<Trouble> troubles, Consumer<Given> special) {
        try (Given given = release.begin()) {
            given.pace = PACE;
            special.accept(given);
            CompletableFuture<Running> begun = new CompletableFuture<>();
            Map<Trouble, Phase> met = new ConcurrentHashMap<>();
            for (Trouble trouble : troubles) {
                AtomicInteger toGo = new AtomicInteger(trouble.site.nth());
                given.cluster.when(
                        call -> {
                            boolean like = trouble.site.isLike(call);
                            if (like && toGo.decrementAndGet() == 0) {
                                met.put(trouble, begun.join().phase());
                            }
                            return like;
                        },
                        trouble.site.nth(),
                        trouble.kind.fault.apply(given.cluster, begun));
            }
            int mark = given.cluster.requests().mark();
            Running running = release.start(given);
            begun.complete(running);
            Released released = running.end();
            try {
                assertEndsWell(release, given, met, released);
                for (Trouble trouble : met.keySet()) {
                    if (trouble.mayComeLate()) {
                        given.cluster.await(trouble + " to be over", PATIENCE, () -> isAnswered(given, mark, trouble));
                        assertSettled(release, given, released.outcome());
                    }
                }
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\nmet " + met + "\n" + released.story(), e);
            }
            return !met.isEmpty();
        }
    }

    private static void assertEndsWell(
            SweptRelease release, Given given, Map<Trouble, Phase> met, Released released) {
        Set<Outcome> allowed = EnumSet.of(release.outcome);
        met.forEach((trouble, phase) -> {
            if (phase == Phase.PLAN) {
                allowed.add(Outcome.FAILED_BEFORE_SWITCH);
            }
        });
        // two bad answers of one Pod in a row are what the release calls a breach
        boolean answers = met.size() > 1 && met.keySet().stream().allMatch(trouble -> trouble.site.is("get", "pods/proxy"));
        if (answers && Set.copyOf(met.values()).equals(Set.of(Phase.HEALTH))) {
            allowed.add(Outcome.FAILED_BEFORE_SWITCH);
        } else if (answers && Set.copyOf(met.values()).equals(Set.of(Phase.MONITOR))) {
            allowed.add(Outcome.ROLLED_BACK);
        }
        assertTrue(allowed.contains(released.outcome()), () -> "ended as " + released.outcome());
        assertSettled(release, given, released.outcome());
        if (met.keySet().stream().noneMatch(trouble -> trouble.site.is("delete", "leases"))) {
            Settled.assertUnlocked(given);
        }
    }

    private static void assertSettled(SweptRelease release, Given given, Outcome outcome) {
        if (outcome == release.outcome) {
            Settled.assertOn(given, release.version, release.revision);
        } else {
            release.assertAsBefore(given);
        }
    }

    private static boolean isAnswered(Given given, int mark, Trouble trouble) {
        return given.cluster.requests().since(mark).calls().stream()
                .filter(trouble.site::isLike)
                .allMatch(call -> call.status() != 0);
    }
}
