package io.jenkins.plugins.bluegreen.engine.drive;

import static io.jenkins.plugins.bluegreen.engine.EngineRun.release;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.RecordingCluster;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.simulation.Sneaky;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A driver with few threads")
class PooledDriverTest {
    private static final int THREADS = 4;
    private static final PrometheusQuery IGNORED =
            new PrometheusQuery("errors", null, 1.0, PrometheusQuery.OnNoData.IGNORE);

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
        /** What comes of telling the owner that the block begins, and of telling it the end. */
        Runnable atBody = () -> {};
        Runnable atEnd = () -> {};
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
            atBody.run();
            bodies.countDown();
        }

        @Override
        public void finished(ReleaseState told, ReleaseResult ended) {
            atEnd.run();
            assertTrue(result.complete(ended), "told of its end twice");
        }

        @Override
        public void broke(ReleaseState told, Throwable problem) {
            result.completeExceptionally(problem);
        }

        Throwable problem() throws Exception {
            return assertThrows(ExecutionException.class, this::end).getCause();
        }
    }

    private static void quick(ReleaseSpec.Builder spec) {
        spec.stabilizeSeconds(1).scaleDownDelaySeconds(0);
    }

    @Test
    @DisplayName("C104 has a release that goes on while Pods and addresses of many others don't answer")
    void silent() throws Exception {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        List<Driving> silent = new ArrayList<>();
        List<Consumer<ReleaseSpec.Builder>> kinds = List.of(
                spec -> spec.health(HealthCheck.http("/health", 8080)),
                spec -> spec.monitor(MonitorSpec.lasting(1, 1).withUrl("https://shop.example.com/", 0)),
                spec -> spec.monitor(MonitorSpec.lasting(1, 1)
                        .withPrometheus("https://prometheus.example.com/", List.of(IGNORED))));
        for (int i = 0; i < 5 * THREADS; i++) {
            Consumer<ReleaseSpec.Builder> kind = kinds.get(i % kinds.size());
            Driving driving = new Driving(spec -> {
                quick(spec);
                kind.accept(spec);
            });
            driving.cluster.answered = answered;
            silent.add(driving.begin());
        }
        await().until(() -> answered.getNumberOfDependents() >= silent.size());
        assertEquals(Outcome.PROMOTED, new Driving(PooledDriverTest::quick).begin().end().outcome());
        assertTrue(silent.stream().noneMatch(driving -> driving.result.isDone()));
        answered.complete(null);
        for (Driving driving : silent) {
            assertEquals(Outcome.PROMOTED, driving.end().outcome(), driving.lines::toString);
        }
    }

    @Test
    @DisplayName("counts the releases that are not over")
    void running() throws Exception {
        assertEquals(0, driver.running());
        Driving waiting = new Driving(spec -> {
                    quick(spec);
                    spec.body(true);
                })
                .begin();
        assertTrue(waiting.bodies.await(30, TimeUnit.SECONDS));
        assertEquals(1, driver.running());
        new Driving(PooledDriverTest::quick).begin().end();
        assertEquals(1, driver.running());
        waiting.driven.bodyEnded(null);
        waiting.end();
        assertEquals(0, driver.running());
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
        driving.driven.abort(Sentence.of("abort.requested"));
        assertEquals(Outcome.ABORTED, driving.end().outcome());
        assertEquals(0, driving.cluster.replicas.get("backend-blue"));
    }

    private static Stream<Throwable> problems() {
        return Stream.of(
                new IllegalStateException("a bug"),
                new NoClassDefFoundError("another plugin's class"),
                new IOException("checked, and thrown undeclared"));
    }

    private static Runnable throwing(Throwable problem) {
        return () -> Sneaky.raise(problem);
    }

    @Test
    @DisplayName("tells the owner of an Error of the JVM in a move, and goes on with the others")
    void brokenMove() throws Exception {
        Throwable problem = new OutOfMemoryError("of threads");
        Driving broken = new Driving(PooledDriverTest::quick);
        broken.cluster.before = call -> throwing(problem).run();
        assertSame(problem, broken.begin().problem());
        assertEquals(Outcome.PROMOTED, new Driving(PooledDriverTest::quick).begin().end().outcome());
    }

    @ParameterizedTest
    @MethodSource("problems")
    @DisplayName("tells the owner of what it threw itself when it was told of the block or of the end")
    void brokenOwner(Throwable problem) throws Exception {
        Driving atBody = new Driving(spec -> spec.stabilizeSeconds(0).body(true));
        atBody.atBody = throwing(problem);
        assertSame(problem, atBody.begin().problem());
        Driving atEnd = new Driving(spec -> spec.stabilizeSeconds(0).scaleDownDelaySeconds(0));
        atEnd.atEnd = throwing(problem);
        assertSame(problem, atEnd.begin().problem());
    }

    @Test
    @DisplayName("tells the owner when there is no timer to wake the release again")
    void noTimer() throws Exception {
        timer.shutdownNow();
        assertInstanceOf(RejectedExecutionException.class, new Driving(PooledDriverTest::quick).begin().problem());
    }

    @Test
    @DisplayName("tries again when there is no thread to be had")
    void noThread() throws Exception {
        AtomicInteger refusals = new AtomicInteger(2);
        PooledDriver starved = new PooledDriver(
                move -> {
                    if (refusals.getAndDecrement() > 0) {
                        throw new InternalError("unable to create a thread");
                    }
                    pool.execute(move);
                },
                timer,
                new ReleaseClock());
        Driving driving = new Driving(spec -> spec.stabilizeSeconds(0).scaleDownDelaySeconds(0));
        starved.drive(driving.engine, driving.state, driving);
        assertEquals(Outcome.PROMOTED, driving.end().outcome());
        assertTrue(refusals.get() < 0);
    }
}
