package io.jenkins.plugins.bluegreen.kubernetes.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("Objects that are listed because their watch has trouble")
class ListedObjectsTest {
    private final AtomicInteger calls = new AtomicInteger();
    private final ReducedStore<Pod> seen = new ReducedStore<>();
    private volatile Supplier<List<Pod>> server = () -> List.of(new PodBuilder()
            .withNewMetadata()
            .withName("web")
            .withNamespace("shop")
            .endMetadata()
            .build());
    private final ListedObjects<Pod> listed = new ListedObjects<>(() -> {
        calls.incrementAndGet();
        return server.get();
    });

    private static Supplier<List<Pod>> refusing(ClusterException.Kind kind) {
        return () -> {
            throw new ClusterException(kind, Sentence.verbatim(kind.name()), 0, null);
        };
    }

    @Test
    @DisplayName("are listed once for many reads")
    void once() {
        for (int i = 0; i < 1_000; i++) {
            assertEquals("web", listed.read(seen).get("shop/web").getMetadata().getName());
        }
        assertEquals(1, calls.get());
        assertFalse(listed.isRepeated());
        listed.end();
        assertTrue(listed.known().isEmpty());
    }

    @Test
    @DisplayName("are those that the watch has shown while the cluster does not answer at all")
    void noAnswer() {
        server = refusing(ClusterException.Kind.UNAVAILABLE);
        for (int i = 0; i < 1_000; i++) {
            assertSame(seen, listed.read(seen));
        }
        assertEquals(1, calls.get());
        listed.end();
        assertThrows(ClusterException.class, () -> listed.read(null));
    }

    @Test
    @DisplayName("are refused where they may not be listed")
    void forbidden() {
        server = refusing(ClusterException.Kind.FORBIDDEN);
        assertThrows(ClusterException.class, () -> listed.read(seen));
    }

    @Test
    @DisplayName("are read by the others while one waits for its list")
    void slow() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server = () -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        };
        Thread first = new Thread(() -> listed.read(seen));
        first.start();
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        assertSame(seen, listed.read(seen));
        answer.countDown();
        first.join();
        assertEquals(0, listed.read(seen).size());
    }
}
