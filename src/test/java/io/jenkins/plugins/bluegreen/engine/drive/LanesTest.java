package io.jenkins.plugins.bluegreen.engine.drive;

import static io.jenkins.plugins.bluegreen.engine.EngineRun.release;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.RecordingCluster;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.Urgency;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lanes of a pool")
class LanesTest {
    /** What was started and not ended. */
    private final Deque<Runnable> started = new ArrayDeque<>();
    private final List<String> made = new ArrayList<>();
    private final Lanes lanes = new Lanes(started::add, 2, 3, 4);

    private final class Move implements Lanes.Turn {
        final String name;
        Urgency urgency;

        Move(String name, Urgency urgency) {
            this.name = name;
            this.urgency = urgency;
        }

        @Override
        public Urgency urgency() {
            return urgency;
        }

        @Override
        public void run() {
            made.add(name);
        }
    }

    private Move submit(String name, Urgency urgency) {
        Move move = new Move(name, urgency);
        lanes.execute(move);
        return move;
    }

    private void endOne() {
        started.remove().run();
    }

    @Test
    @DisplayName("let as many moves run as there are threads, fewer of those that need not be made now, still fewer of others")
    void room() {
        for (int i = 0; i < 5; i++) {
            submit("apply" + i, Urgency.LATER);
        }
        assertEquals(2, started.size());
        for (int i = 0; i < 5; i++) {
            submit("ready" + i, Urgency.SOON);
        }
        assertEquals(3, started.size());
        for (int i = 0; i < 5; i++) {
            submit("switch" + i, Urgency.NOW);
        }
        assertEquals(4, started.size());
    }

    @Test
    @DisplayName("make the most urgent move next, and of two the one that came first")
    void order() {
        for (int i = 0; i < 4; i++) {
            submit("first", Urgency.NOW);
        }
        submit("apply", Urgency.LATER);
        submit("retire", Urgency.AFTERWARDS);
        submit("ready", Urgency.SOON);
        submit("switch", Urgency.NOW);
        submit("back", Urgency.NOW);
        while (!started.isEmpty()) {
            endOne();
        }
        assertEquals(List.of("switch", "back", "ready", "retire", "apply"), made.subList(4, 9));
    }

    @Test
    @DisplayName("ask a waiting move again how urgent it is")
    void becomesUrgent() {
        submit("a", Urgency.LATER);
        submit("b", Urgency.LATER);
        Move waiting = submit("c", Urgency.LATER);
        submit("d", Urgency.LATER);
        assertEquals(2, started.size());
        waiting.urgency = Urgency.NOW;
        submit("e", Urgency.LATER);
        assertEquals(3, started.size());
        assertFalse(started.isEmpty());
        started.removeLast().run();
        assertEquals(List.of("c"), made);
    }

    @Test
    @DisplayName("refuse a move for which there is no thread, and go on once there is one")
    void noThread() {
        boolean[] none = {true};
        Lanes starved = new Lanes(
                move -> {
                    if (none[0]) {
                        throw new InternalError("unable to create a thread");
                    }
                    started.add(move);
                },
                1,
                1,
                1);
        Move move = new Move("a", Urgency.LATER);
        assertThrows(InternalError.class, () -> starved.execute(move));
        none[0] = false;
        starved.execute(move);
        starved.execute(new Move("b", Urgency.LATER));
        assertEquals(1, started.size());
        none[0] = true;
        endOne();
        assertEquals(List.of("a", "b"), made, "the thread that is free makes the next one");
    }

    @Test
    @DisplayName("each phase has one")
    void phases() {
        assertEquals(
                List.of(Phase.SWITCH, Phase.ROLLBACK),
                Stream.of(Phase.values()).filter(phase -> Urgency.of(phase) == Urgency.NOW).toList());
        assertEquals(
                List.of(Phase.PLAN, Phase.LOCK, Phase.APPLY),
                Stream.of(Phase.values()).filter(phase -> Urgency.of(phase) == Urgency.LATER).toList());
    }

    /** Releases on two lanes' threads, of which one begins releases. */
    private static final class Pool implements AutoCloseable {
        final ExecutorService threads = Executors.newFixedThreadPool(3);
        final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        final PooledDriver driver = new PooledDriver(new Lanes(threads, 1, 2, 3), timer, new ReleaseClock());

        @Override
        public void close() {
            threads.shutdownNow();
            timer.shutdownNow();
        }
    }

    private static final class Driving implements PooledDriver.Owner {
        final RecordingCluster cluster = new RecordingCluster();
        final CompletableFuture<ReleaseResult> result = new CompletableFuture<>();
        final CountDownLatch body = new CountDownLatch(1);
        final ReleaseState state = release(spec -> spec.body(true).stabilizeSeconds(0).scaleDownDelaySeconds(0));
        PooledDriver.Driven driven;

        Driving begin(PooledDriver driver, Pace pace) {
            ReleaseEngine engine = new ReleaseEngine(
                    cluster, cluster, new ConsoleView(line -> {}, Locale.ENGLISH, false), saved -> {}, pace);
            driven = driver.drive(engine, state, this);
            return this;
        }

        @Override
        public void runBody(ReleaseState told) {
            body.countDown();
        }

        @Override
        public void finished(ReleaseState told, ReleaseResult ended) {
            result.complete(ended);
        }

        @Override
        public void broke(ReleaseState told, Throwable problem) {
            result.completeExceptionally(problem);
        }
    }

    @Test
    @DisplayName("a switch waits for no release whose requests are not answered, and neither does an abort")
    void switchesBesideSlowOnes() throws Exception {
        try (Pool pool = new Pool()) {
            Driving switching = new Driving().begin(pool.driver, Pace.normal());
            Driving aborted = new Driving().begin(pool.driver, Pace.normal());
            assertTrue(switching.body.await(20, TimeUnit.SECONDS));
            assertTrue(aborted.body.await(20, TimeUnit.SECONDS));
            Semaphore answers = new Semaphore(0);
            List<Driving> slow = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Driving driving = new Driving();
                driving.cluster.before = call -> answers.acquireUninterruptibly();
                slow.add(driving.begin(pool.driver, Pace.normal()));
            }
            CountDownLatch switched = new CountDownLatch(1);
            switching.cluster.before = call -> {
                if (switching.state.trafficColor() == switching.state.candidate()) {
                    switched.countDown();
                }
            };
            switching.driven.bodyEnded(null);
            assertTrue(switched.await(20, TimeUnit.SECONDS), "waits for another release");
            aborted.driven.abort(Sentence.of("abort.requested"));
            assertEquals(Outcome.ABORTED, aborted.result.get(20, TimeUnit.SECONDS).outcome());
            answers.release(1_000_000);
            assertEquals(Outcome.PROMOTED, switching.result.get(20, TimeUnit.SECONDS).outcome());
            for (Driving driving : slow) {
                assertTrue(driving.body.await(20, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    @DisplayName("a Lease is renewed however long the moves of others take")
    void renewsBesideSlowOnes() throws Exception {
        try (Pool pool = new Pool()) {
            Pace pace = new Pace(200, 600, 60_000, 60_000, 60_000, 30_000, 0);
            Driving waiting = new Driving().begin(pool.driver, pace);
            assertTrue(waiting.body.await(20, TimeUnit.SECONDS));
            Semaphore answers = new Semaphore(0);
            for (int i = 0; i < 5; i++) {
                Driving driving = new Driving();
                driving.cluster.before = call -> answers.acquireUninterruptibly();
                driving.begin(pool.driver, Pace.normal());
            }
            CountDownLatch renewals = new CountDownLatch(3);
            waiting.cluster.before = call -> {
                if (call.contains("ease")) {
                    renewals.countDown();
                }
            };
            assertTrue(renewals.await(20, TimeUnit.SECONDS), "not renewed");
            answers.release(1_000_000);
        }
    }
}
