package io.jenkins.plugins.bluegreen.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Write;
import io.jenkins.plugins.bluegreen.embedded.store.WriteObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures at the cluster how long each switch took: from the write that makes the last Pod of a colour available, or
 * from the crash of the Pods of the other one, until the selector of the application's Service names that colour.
 */
final class SwitchTimes implements WriteObserver {
    private final Map<String, Long> available = new HashMap<>();
    private final Map<String, Long> crashes = new HashMap<>();
    private final List<Long> forward = new ArrayList<>();
    private final List<Long> back = new ArrayList<>();

    @Override
    public synchronized void written(ObjectNode before, ObjectNode after, Write write) {
        if (after == null) {
            return;
        }
        String kind = after.path("kind").asText();
        if (kind.equals("Deployment")) {
            if (!isAvailable(after)) {
                available.remove(name(after));
            } else {
                available.putIfAbsent(name(after), System.nanoTime());
            }
        } else if (kind.equals("Service") && before != null && !color(before).equals(color(after))) {
            Long since = available.get(name(after) + "-" + color(after));
            Long crash = crashes.remove(name(after));
            if (crash != null) {
                back.add(millisSince(crash));
            } else if (since != null) {
                forward.add(millisSince(since));
            }
        }
    }

    /** Pods behind a Service are about to crash. */
    synchronized void crashing(String namespace, String service) {
        crashes.put(namespace + "/" + service, System.nanoTime());
    }

    /** The switches since the last call, in milliseconds. */
    synchronized List<Long> takenForward() {
        return taken(forward);
    }

    /** The ways back since the last call, in milliseconds. */
    synchronized List<Long> takenBack() {
        return taken(back);
    }

    private static List<Long> taken(List<Long> millis) {
        List<Long> taken = List.copyOf(millis);
        millis.clear();
        return taken;
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static String name(ObjectNode object) {
        return object.at("/metadata/namespace").asText() + "/" + object.at("/metadata/name").asText();
    }

    private static String color(ObjectNode service) {
        return service.at("/spec/selector/color").asText();
    }

    private static boolean isAvailable(ObjectNode deployment) {
        int desired = deployment.at("/spec/replicas").asInt();
        return desired > 0
                && deployment.at("/status/availableReplicas").asInt() == desired
                && deployment.at("/status/observedGeneration").asLong() == deployment.at("/metadata/generation").asLong();
    }
}
