package io.jenkins.plugins.bluegreen.jenkins.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Run;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReleaseListenerTest {
    private static ReleaseListener following(Supplier<ReleaseEvents> events) {
        return new ReleaseListener() {
            @Override
            public ReleaseEvents follow(Run<?, ?> run) {
                return events.get();
            }
        };
    }

    @Test
    @DisplayName("a plugin that throws, or was built for another version, hinders neither the others nor the release")
    void broken() {
        ReleaseEvents events = ReleaseEvents.all(List.of());
        List<ReleaseListener> extensions = List.of(
                following(() -> {
                    throw new IllegalStateException("no database");
                }),
                following(() -> {
                    throw new NoSuchMethodError("phase");
                }),
                following(() -> null),
                following(() -> events));
        assertEquals(List.of(events), ReleaseListener.all(extensions, listener -> listener.follow((Run<?, ?>) null)));
    }
}
