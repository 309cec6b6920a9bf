package io.jenkins.plugins.bluegreen.conformance.sweep;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.store.Write;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Who else is at work in a cluster while a release is swept: autoscalers that follow the load, and a node that evicts
 * Pods. Each version of a colour without traffic loses the first Pod that is ready; a colour that gets the traffic
 * loses one right then.
 */
final class Inhabitants {
    /** The Pods that the load needs. */
    static final int NEEDED = 3;

    private static final int LEAST = 2;
    private static final int PERIOD_MILLIS = 500;
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "autoscalers' clock");
        thread.setDaemon(true);
        return thread;
    });

    /** The manifest's autoscaler, with a behaviour of the user's own. */
    private static final String AUTOSCALER = Yaml.AUTOSCALER
            + "behavior: {scaleDown: {selectPolicy: Min, stabilizationWindowSeconds: 60}}\n".indent(2);

    private final Given given;
    private final Map<Color, Integer> load = new ConcurrentHashMap<>();
    private final Set<String> evictedOf = ConcurrentHashMap.newKeySet();
    private volatile boolean evicts;

    private Inhabitants(Given given) {
        this.given = given;
    }

    /** Autoscalers from now on, in manifests and cluster. */
    static Inhabitants moveInto(Given given) {
        given.and(AUTOSCALER);
        Inhabitants inhabitants = new Inhabitants(given);
        given.cluster.onWrite(inhabitants::written);
        return inhabitants;
    }

    /** Evictions from now on, the first one of a live Pod; and each switch needs as many ready Pods as the load. */
    void evict() {
        Color live = Color.ofLabel(given.liveColor()).orElseThrow();
        String pod = given.pods(live).get(0);
        given.cluster.evict(NAMESPACE, pod);
        String deployment = given.application + "-" + live.label();
        given.cluster.await(
                "another Pod for " + pod,
                () -> given.readyPods(deployment) == NEEDED && !given.pods(live).contains(pod));
        given.needs(NEEDED);
        evicts = true;
    }

    private void written(ObjectNode before, ObjectNode after, Write write) {
        if (after == null || !write.namespace().equals(NAMESPACE)) {
            return;
        }
        if (write.resource().equals("services") && write.name().equals(given.application)) {
            String live = color(after);
            if (before == null || !live.equals(color(before))) {
                Color.ofLabel(live).ifPresent(this::switched);
            }
        } else if (write.resource().equals("pods") && evicts && isReady(after) && !isReady(before)) {
            ready(after);
        }
    }

    private static String color(ObjectNode service) {
        return service.at("/spec/selector/color").asText();
    }

    private void switched(Color live) {
        load.put(live, NEEDED);
        load.put(live.other(), LEAST);
        // no autoscaler measures at once
        CLOCK.schedule(this::measure, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        if (evicts) {
            CLOCK.execute(() -> given.pods(live).stream()
                    .filter(pod -> isReady(given.cluster.get(NAMESPACE, "pods", pod)))
                    .findFirst()
                    .ifPresent(pod -> given.cluster.evict(NAMESPACE, pod)));
        }
    }

    private void measure() {
        load.forEach((color, pods) ->
                given.cluster.hpaDesired(NAMESPACE, given.application + "-" + color.label(), pods));
    }

    private void ready(ObjectNode pod) {
        String version = pod.at("/metadata/labels/color").asText()
                + pod.at("/metadata/labels/pod-template-hash").asText();
        if (!version.startsWith(given.liveColor()) && evictedOf.add(version)) {
            CLOCK.execute(() -> given.cluster.evict(NAMESPACE, pod.at("/metadata/name").asText()));
        }
    }

    private static boolean isReady(ObjectNode pod) {
        return pod != null
                && pod.at("/status/conditions").valueStream()
                        .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                                && condition.path("status").asText().equals("True"));
    }
}
