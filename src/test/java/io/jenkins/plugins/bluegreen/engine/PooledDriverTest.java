package io.jenkins.plugins.bluegreen.engine;

import static io.jenkins.plugins.bluegreen.engine.EngineRun.release;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A driver with few threads")
class PooledDriverTest {
    private static final int THREADS = 4;

    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final PooledDriver driver = new PooledDriver(pool, timer, new ReleaseClock());

    @AfterEach
    void stop() {
        pool.shutdownNow();
        timer.shutdownNow();
    }

    /** A release, and what its owner is told. */
    private final class Driving implements PooledDriver.Owner {
        final RecordingCluster cluster = new RecordingCluster();
        final CompletableFuture<ReleaseResult> result = new CompletableFuture<>();
        final CountDownLatch bodies = new CountDownLatch(1);
        final List<String> lines = new CopyOnWriteArrayList<>();
        final ReleaseState state;
        final ReleaseEngine engine;
        PooledDriver.Driven driven;

        Driving(Consumer<ReleaseSpec.Builder> more) {
            state = release(more);
            engine = new ReleaseEngine(
                    cluster, cluster, new ConsoleView(lines::add, Locale.ENGLISH, false), saved -> {}, Pace.normal());
        }

        Driving begin() {
            driven = driver.drive(engine, state, this);
            return this;
        }

        ReleaseResult end() throws Exception {
            return result.get(30, TimeUnit.SECONDS);
        }

        @Override
        public void runBody(ReleaseState told) {
            bodies.countDown();
        }

        @Override
        public void finished(ReleaseState told, ReleaseResult ended) {
            assertTrue(result.complete(ended), "told of its end twice");
        }

        @Override
        public void broke(ReleaseState told, RuntimeException problem) {
            result.completeExceptionally(problem);
        }
    }

    private static void quick(ReleaseSpec.Builder spec) {
        spec.stabilizeSeconds(1).scaleDownDelaySeconds(0);
    }

    @Test
    @DisplayName("has a thousand releases under way at once")
    void thousand() throws Exception {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        List<Driving> all = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            Driving driving = new Driving(PooledDriverTest::quick);
            driving.cluster.before = call -> used.add(Thread.currentThread());
            all.add(driving.begin());
        }
        for (Driving driving : all) {
            assertEquals(Outcome.PROMOTED, driving.end().outcome());
        }
        assertEquals(THREADS, used.size());
        // each waits a second to be stable: one after the other they would take 250 s
        assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) < 60);
    }

    @Test
    @DisplayName("looks at once when it is told that the cluster changed")
    void wakes() throws Exception {
        Driving driving = new Driving(spec -> spec.stabilizeSeconds(0).scaleDownDelaySeconds(0));
        driving.cluster.ready.put("backend-blue", 0);
        driving.begin();
        await().until(() -> driving.lines.stream().anyMatch(line -> line.contains("READY    waiting")));
        long begin = System.nanoTime();
        driving.cluster.ready.remove("backend-blue");
        driving.driven.wake();
        assertEquals(Outcome.PROMOTED, driving.end().outcome());
        assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) < 4_000, "waited for the poll");
    }

    @Test
    @DisplayName("begins the block once, and goes on when it is told of its end")
    void body() throws Exception {
        Driving driving = new Driving(spec -> spec.stabilizeSeconds(0).scaleDownDelaySeconds(0).body(true)).begin();
        assertTrue(driving.bodies.await(10, TimeUnit.SECONDS));
        driving.driven.wake();
        assertFalse(driving.result.isDone());
        driving.driven.bodyEnded(null);
        assertEquals(Outcome.PROMOTED, driving.end().outcome());

        Driving failing = new Driving(spec -> spec.stabilizeSeconds(0).body(true)).begin();
        assertTrue(failing.bodies.await(10, TimeUnit.SECONDS));
        failing.driven.bodyEnded(Sentence.verbatim("3 of 7 smoke tests failed"));
        ReleaseResult result = failing.end();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, result.outcome());
        assertTrue(result.message().toString().contains("3 of 7"));
    }

    @Test
    @DisplayName("brings things back when it is aborted, from whatever it waits for")
    void abort() throws Exception {
        Driving driving = new Driving(spec -> spec.body(true).stabilizeSeconds(0)).begin();
        assertTrue(driving.bodies.await(10, TimeUnit.SECONDS));
        driving.driven.abort();
        assertEquals(Outcome.ABORTED, driving.end().outcome());
        assertEquals(0, driving.cluster.replicas.get("backend-blue"));
    }

    @Test
    @DisplayName("makes no move of a release that was left, and tells of one that breaks")
    void leftAndBroken() throws Exception {
        Driving left = new Driving(spec -> spec.body(true).stabilizeSeconds(0)).begin();
        assertTrue(left.bodies.await(10, TimeUnit.SECONDS));
        left.driven.leave();
        left.driven.bodyEnded(null);
        Driving broken = new Driving(PooledDriverTest::quick);
        broken.cluster.before = call -> {
            throw new IllegalStateException("a bug");
        };
        broken.begin();
        assertTrue(broken.result.handle((result, problem) -> problem.getMessage()).get(10, TimeUnit.SECONDS).contains("a bug"));
        assertFalse(left.result.isDone());
    }
}
