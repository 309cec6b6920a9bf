package io.jenkins.plugins.bluegreen.conformance.given;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Records a value of one object at every write from now on: each change of the value, with its time. */
public final class History {
    private record Entry(String value, long millis) {}

    private final List<Entry> entries = new ArrayList<>();

    private History() {}

    /** Records the {@code value} of the object with this name. */
    public static History of(Given given, String resource, String name, Function<ObjectNode, String> value) {
        History history = new History();
        given.cluster.onWrite((before, after, write) -> {
            if (after != null && write.resource().equals(resource) && write.name().equals(name)) {
                history.add(value.apply(after));
            }
        });
        return history;
    }

    /** Records the colour that a Service selects. */
    public static History ofColor(Given given, String service) {
        return of(given, "services", service, object -> object.at("/spec/selector/color").asText());
    }

    /** Records the replicas that a Deployment wants. */
    public static History ofReplicas(Given given, String deployment) {
        return of(given, "deployments", deployment, object -> object.at("/spec/replicas").asText());
    }

    private synchronized void add(String value) {
        if (entries.isEmpty() || !entries.get(entries.size() - 1).value().equals(value)) {
            entries.add(new Entry(value, System.currentTimeMillis()));
        }
    }

    public synchronized List<String> values() {
        return entries.stream().map(Entry::value).toList();
    }

    /** The time of the value's first occurrence, in milliseconds since 1970. */
    public synchronized long when(String value) {
        return entries.stream()
                .filter(entry -> entry.value().equals(value))
                .mapToLong(Entry::millis)
                .findFirst()
                .orElseThrow(() -> new AssertionError("never " + value + ": " + values()));
    }
}
