package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The readings of clusters")
class SnapshotCacheTest {
    private long now = 1_000_000;
    private final SnapshotCache<String> cache = new SnapshotCache<>(() -> now);
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    private Snapshot<String> look() {
        return cache.of("prod", () -> {
            CompletableFuture<String> reading = new CompletableFuture<>();
            begun.add(reading);
            return reading;
        });
    }

    @Test
    @DisplayName("are begun by whoever looks first, who does not wait; nobody begins a second one meanwhile")
    void first() {
        assertEquals(new Snapshot<String>(null, 0, null, true), look());
        now += 60_000;
        look();
        assertEquals(1, begun.size());
        begun.get(0).complete("a");
        assertEquals(new Snapshot<>("a", now, null, false), look());
    }

    @Test
    @DisplayName("are good for 10 seconds; who looks later gets the old one and begins the next")
    void refresh() {
        look();
        begun.get(0).complete("a");
        now += SnapshotCache.FRESH_MILLIS - 1;
        look();
        assertEquals(1, begun.size());
        now += 1;
        assertEquals("a", look().value());
        assertEquals(2, begun.size());
        begun.get(1).complete("b");
        assertEquals("b", look().value());
    }

    @Test
    @DisplayName("that fail leave the former one, say why, and are tried again after 10 seconds")
    void failing() {
        look();
        begun.get(0).complete("a");
        long read = now;
        now += SnapshotCache.FRESH_MILLIS;
        look();
        Exception refused = new IllegalStateException("no route");
        begun.get(1).completeExceptionally(refused);
        Snapshot<String> known = look();
        assertEquals("a", known.value());
        assertEquals(read, known.readAt());
        assertSame(refused, known.problem());
        assertEquals(2, begun.size());
        now += SnapshotCache.FRESH_MILLIS;
        assertTrue(look().reading());
        begun.get(2).complete("b");
        assertNull(look().problem());
    }

    @Test
    @DisplayName("that can't even begin fail")
    void refused() {
        Snapshot<String> known = cache.of("prod", () -> {
            throw new IllegalStateException("no thread");
        });
        assertEquals("no thread", known.problem().getMessage());
    }

    @Test
    @DisplayName("of clusters that are not configured any more are forgotten")
    void forgotten() {
        look();
        begun.get(0).complete("a");
        cache.retain(List.of("test"));
        assertNull(look().value());
    }
}
