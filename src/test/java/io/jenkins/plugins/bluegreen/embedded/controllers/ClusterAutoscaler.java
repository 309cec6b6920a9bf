package io.jenkins.plugins.bluegreen.embedded.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Change;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The cluster autoscaler: tells each Pod that fits on no node, by an event, whether a node comes, and lets it come
 * later. Does nothing until it is switched on. Source: "Cluster Autoscaler FAQ", "What events are emitted by CA?".
 */
public final class ClusterAutoscaler {
    private static final String NAME = "cluster-autoscaler";

    private final ControllerLoop loop;
    private final EventRecorder events;
    private final Set<String> answered = new HashSet<>();
    private Consumer<ObjectNode> answer;

    public ClusterAutoscaler(ControllerLoop loop, EventRecorder events) {
        this.loop = loop;
        this.events = events;
    }

    /** Brings a node so long after a Pod needed one. */
    public void bring(Duration after, Runnable node) {
        loop.soon(() -> answer = pod -> {
            events.normal(NAME, Kind.POD, pod, "TriggeredScaleUp", "pod triggered scale-up: [{pool-a 1->2 (max: 2)}]");
            loop.after(after, node);
        });
    }

    /** Refuses every Pod with this reason, for example {@code 1 max node group size reached}. */
    public void refuse(String reason) {
        loop.soon(() -> answer = pod -> events.normal(
                NAME, Kind.POD, pod, "NotTriggerScaleUp", "pod didn't trigger scale-up: " + reason));
    }

    public void changed(Change change) {
        boolean exists = change.key().kind().equals(Kind.POD) && change.after() != null;
        if (exists && Scheduler.isUnschedulable(change.after())) {
            ObjectNode pod = change.after();
            loop.soon(() -> {
                if (answer != null && answered.add(Json.uid(pod))) {
                    answer.accept(pod);
                }
            });
        }
    }
}
