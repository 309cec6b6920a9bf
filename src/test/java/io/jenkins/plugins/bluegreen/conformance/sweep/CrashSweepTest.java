package io.jenkins.plugins.bluegreen.conformance.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Settled;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** C55: the process ends just before and just after each call of a release, and another one finds what it left. */
@Tag("sweep")
@ResourceLock("the processors: at a load of forty a node misses its own deadlines")
public class CrashSweepTest {
    /** With a Lease that can be waited for. */
    public static final Pace PACE = new Pace(5_000, 6_000, 10_000, 10_000, 60_000, 5_000, 0);

    private static final int SAMPLE = 60;
    private static final int AT_ONCE = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String DEAD = "controller-1";
    private static final String ALIVE = "controller-2";

    /** What the next process knows. */
    enum Next {
        /** The same build goes on from its saved state, at once. */
        GOES_ON("goes on from its saved state"),
        /** The same after so long that the Lease has to be renewed first. */
        GOES_ON_LATER("goes on later from its saved state"),
        /** The next build wants the same, and knows what the cluster tells. */
        REPEATS("is followed by the same again"),
        /** The next build brings a newer version. */
        RELEASES("is followed by a newer version");

        private final String text;

        Next(String text) {
            this.text = text;
        }
    }

    @Test
    @DisplayName("C55 dead just before and just after each call: the next process ends well, nothing is there twice")
    void everyCall() throws InterruptedException {
        Sweep sweep = sweep(List.of(SweptRelease.values()), site -> true, given -> given.pace = PACE);
        Sweep.assertNone(sweep.begin(SAMPLE).end("C55 crash points"));
    }

    /**
     * The deaths at calls of some releases, not yet begun.
     *
     * @param given what is special about the cluster
     */
    static Sweep sweep(List<SweptRelease> releases, Predicate<CallSite> calls, Consumer<Given> given) {
        Sweep sweep = new Sweep(AT_ONCE);
        for (SweptRelease release : releases) {
            for (CallSite site : calls(release).stream().filter(calls).toList()) {
                // just after a call and just before the next are the same to the cluster: each gets its half
                add(sweep, release, site, false, Next.GOES_ON, given);
                add(sweep, release, site, false, Next.REPEATS, given);
                add(sweep, release, site, true, Next.GOES_ON_LATER, given);
                add(sweep, release, site, true, Next.RELEASES, given);
            }
        }
        return sweep;
    }

    private static void add(
            Sweep sweep, SweptRelease release, CallSite site, boolean after, Next next, Consumer<Given> given) {
        String when = after ? "after " : "before ";
        sweep.add(
                release + ", dead just " + when + site + ", " + next.text,
                () -> isMet(release, site, after, next, given));
    }

    /** The calls of a release that nothing happens to. */
    static List<CallSite> calls(SweptRelease release) {
        try (Given given = release.begin()) {
            given.pace = PACE;
            Released released = release.start(given).end();
            assertEquals(release.outcome, released.outcome(), released::story);
            Settled.assertOn(given, release.version, release.revision);
            return CallSite.of(released.requests().calls());
        }
    }

    private static boolean isMet(
            SweptRelease release, CallSite site, boolean after, Next next, Consumer<Given> special) {
        try (Given given = release.begin().reconnected(DEAD)) {
            special.accept(given);
            CompletableFuture<Running> begun = new CompletableFuture<>();
            CompletableFuture<byte[]> kept = new CompletableFuture<>();
            Runnable death = () -> {
                given.cluster.requireToken(ALIVE);
                kept.complete(begun.join().saved());
            };
            given.cluster.when(site::isLike, site.nth(), after ? Fault.after(death) : Fault.before(death));
            Running first = release.start(given);
            begun.complete(first);
            given.cluster.await("death at " + site, PATIENCE, () -> kept.isDone() || first.isOver());
            if (!kept.isDone()) {
                return false;
            }
            first.abandon();
            given.reconnected(ALIVE);
            List<String> told = first.lines();
            int revision = given.liveColor() == null ? 0 : Integer.parseInt(given.annotation("revision"));
            try {
                Released second = next(release, given, next, kept.join()).end();
                try {
                    assertEndsWell(release, given, next, second, revision);
                } catch (AssertionError e) {
                    throw new AssertionError(e.getMessage() + "\n" + second.story(), e);
                }
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\nbefore that:\n" + String.join("\n", told), e);
            }
            return true;
        }
    }

    private static Running next(SweptRelease release, Given given, Next next, byte[] saved) {
        switch (next) {
            case GOES_ON:
                return given.resume(saved);
            case GOES_ON_LATER:
                long due = System.nanoTime() + Duration.ofMillis(PACE.lease() / 2).toNanos();
                given.cluster.await("the Lease to be due for renewal", () -> System.nanoTime() - due > 0);
                return given.resume(saved);
            case REPEATS:
                return release.start(given);
            default:
                return SweptRelease.startRelease(given, "v3");
        }
    }

    private static void assertEndsWell(
            SweptRelease release, Given given, Next next, Released second, int revisionBefore) {
        if (next == Next.RELEASES) {
            assertEquals(Outcome.PROMOTED, second.outcome());
            Settled.assertOn(given, "v3", revisionBefore + 1);
        } else {
            // what was left of a version that is DOWN may be found to be so before it gets the traffic again
            boolean refused =
                    second.outcome() == Outcome.FAILED_BEFORE_SWITCH && release.outcome == Outcome.ROLLED_BACK;
            boolean ended = second.outcome() == Outcome.UNCHANGED;
            assertTrue(
                    second.outcome() == release.outcome || next == Next.REPEATS && (ended || refused),
                    () -> "ended as " + second.outcome());
            Settled.assertOn(given, release.version, release.revision);
        }
        if (second.outcome() != Outcome.UNCHANGED) {
            Settled.assertUnlocked(given);
        }
    }
}
