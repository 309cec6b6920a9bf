package io.jenkins.plugins.bluegreen.embedded.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.controllers.Conditions;
import io.jenkins.plugins.bluegreen.embedded.controllers.Scheduler;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.DeleteOptions;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The life of one Pod, from scheduling to its end. Confined to the controllers' thread. Source: "Pod Lifecycle". */
public final class PodRuntime {
    private static final Caller KUBELET = Caller.controller("kubelet");

    /** The Pod's stage. The Pod stays in it while something is missing, until {@link #retry()}. */
    private enum Stage { SCHEDULING, MOUNTING, INITIALISING, RUNNING, ENDING }

    private final Node node;
    private final ObjectKey key;
    private final String uid;
    private final String address;
    private final List<ContainerRuntime> initContainers = new ArrayList<>();
    private final List<ContainerRuntime> containers = new CopyOnWriteArrayList<>();
    private volatile ObjectNode object;
    private Stage stage = Stage.SCHEDULING;
    private String unschedulable = "";
    /** {@code Failed} or {@code Succeeded} once the Pod is over before anybody deletes it. */
    private String over = "";
    private int initialised;
    private ScheduledFuture<?> deadline;

    PodRuntime(Node node, ObjectNode object, String address) {
        this.node = node;
        this.object = object;
        this.key = ObjectKey.of(Kind.POD, object);
        this.uid = Json.uid(object);
        this.address = address;
        Json.items(object, "spec", "initContainers").forEach(c -> initContainers.add(new ContainerRuntime(node, this, c, true)));
        Json.items(object, "spec", "containers").forEach(c -> containers.add(new ContainerRuntime(node, this, c, false)));
    }

    public ObjectNode object() {
        return object;
    }

    public String name() {
        return key.name();
    }

    public String uid() {
        return uid;
    }

    String fullName() {
        return key.name() + "_" + key.namespace() + "(" + uid + ")";
    }

    String restartPolicy() {
        return Json.text(object, "spec", "restartPolicy");
    }

    public List<ContainerRuntime> containers() {
        return containers;
    }

    /** The container of this name, or null. An empty name is the first container. */
    public ContainerRuntime container(String name) {
        return Stream.concat(containers.stream(), initContainers.stream())
                .filter(c -> name.isEmpty() || c.name().equals(name)).findFirst().orElse(null);
    }

    /**
     * Ends the Pod as an eviction under node pressure does: its containers are killed, it is Failed, and it stays until
     * it is deleted. Source: "Node-pressure Eviction".
     */
    public void evict() {
        end("Failed");
    }

    /**
     * Ends the Pod as a node that is shut down does whose containers end by themselves: it is Succeeded, and it stays.
     * Source: "Node Shutdowns", "Pod Lifecycle".
     */
    public void complete() {
        end("Succeeded");
    }

    private void end(String phase) {
        over = phase;
        stop();
        publish();
    }

    void update(ObjectNode newer) {
        object = newer;
        if (!over.isEmpty() && Json.deleting(newer)) {
            gone();
            return;
        }
        if (Json.deleting(newer) && stage != Stage.ENDING) {
            stage = Stage.ENDING;
            Duration grace = Duration.ofSeconds(Json.number(newer, 30, "metadata", "deletionGracePeriodSeconds"));
            deadline = node.loop().after(grace, this::kill);
            node.loop().after(node.speed().sigterm(), this::terminate);
        }
    }

    /** Retries the current stage after a change that the Pod may have waited for. */
    void retry() {
        switch (stage) {
            case SCHEDULING -> schedule();
            case MOUNTING -> mount();
            case INITIALISING, RUNNING -> Stream.concat(initContainers.stream(), containers.stream())
                    .filter(ContainerRuntime::waitsForConfiguration).forEach(ContainerRuntime::start);
            case ENDING -> { }
        }
    }

    private void schedule() {
        String why = node.scheduler().unschedulable(object);
        if (why != null) {
            if (!why.equals(unschedulable)) {
                node.events().warning("default-scheduler", Kind.POD, object, "FailedScheduling", why);
            }
            unschedulable = why;
            publish();
            return;
        }
        unschedulable = "";
        stage = Stage.MOUNTING;
        node.machinery().status(Caller.controller("kube-scheduler"), key, pod -> Json.child(pod, "spec").put("nodeName", Scheduler.NODE));
        node.events().normal("default-scheduler", Kind.POD, object, "Scheduled",
                "Successfully assigned " + key.namespace() + "/" + key.name() + " to " + Scheduler.NODE);
        publish();
        mount();
    }

    private void mount() {
        Map<String, String> problems = node.configuration().unmountable(object);
        problems.forEach((volume, why) -> warn("FailedMount", "MountVolume.SetUp failed for volume \"" + volume + "\" : " + why));
        if (problems.isEmpty()) {
            stage = Stage.INITIALISING;
            initialise();
        }
    }

    private void initialise() {
        if (initialised < initContainers.size()) {
            initContainers.get(initialised).start();
        } else {
            stage = Stage.RUNNING;
            containers.forEach(ContainerRuntime::start);
        }
    }

    /** Handles a container's final end. */
    void containerExited(ContainerRuntime container) {
        if (stage == Stage.INITIALISING && initContainers.contains(container) && container.succeeded()) {
            initialised++;
            publish();
            initialise();
        }
    }

    private void terminate() {
        int[] running = {containers.size()};
        for (ContainerRuntime container : containers) {
            container.stop(() -> {
                if (--running[0] == 0) {
                    gone();
                }
            });
        }
        initContainers.forEach(ContainerRuntime::kill);
    }

    private void kill() {
        stop();
        gone();
    }

    /** Kills every process at once. */
    void stop() {
        stage = Stage.ENDING;
        if (deadline != null) {
            deadline.cancel(false);
        }
        initContainers.forEach(ContainerRuntime::kill);
        containers.forEach(ContainerRuntime::kill);
    }

    private void gone() {
        if (deadline != null) {
            deadline.cancel(false);
        }
        ObjectNode current = node.store().get(key);
        if (current != null && Json.uid(current).equals(uid)) {
            node.machinery().delete(KUBELET, key, DeleteOptions.NOW.withUid(uid));
        }
    }

    void warn(String reason, String message) {
        node.events().warning("kubelet", Kind.POD, object, reason, message);
    }

    void note(String reason, String message) {
        node.events().normal("kubelet", Kind.POD, object, reason, message);
    }

    /** Writes the current status. */
    void publish() {
        node.machinery().status(KUBELET, key, pod -> {
            if (Json.uid(pod).equals(uid)) {
                write(Json.child(pod, "status"));
            }
        });
        ObjectNode current = node.store().get(key);
        if (current != null && Json.uid(current).equals(uid)) {
            object = current;
        }
    }

    private void write(ObjectNode status) {
        boolean scheduled = stage != Stage.SCHEDULING && unschedulable.isEmpty();
        boolean initialisedAll = initialised == initContainers.size();
        List<String> unready = containers.stream().filter(c -> !c.ready()).map(ContainerRuntime::name).toList();
        status.put("phase", phase()).put("qosClass", "BestEffort");
        if (over.equals("Failed")) {
            status.put("reason", "Evicted").put("message", "The node was low on resource: memory.");
        }
        Conditions conditions = new Conditions(status);
        conditions.set("PodScheduled", scheduled, scheduled ? "" : "Unschedulable", unschedulable);
        if (!scheduled) {
            return;
        }
        conditions.set("Initialized", initialisedAll, initialisedAll ? "" : "ContainersNotInitialized", initialisedAll ? ""
                : "containers with incomplete status: " + initContainers.stream().skip(initialised).map(ContainerRuntime::name).toList());
        String notReady = unready.isEmpty() ? "" : "containers with unready status: " + unready;
        conditions.set("ContainersReady", unready.isEmpty(), unready.isEmpty() ? "" : "ContainersNotReady", notReady);
        String gates = unready.isEmpty() ? openGates(conditions) : "";
        conditions.set("Ready", unready.isEmpty() && gates.isEmpty(),
                unready.isEmpty() ? gates.isEmpty() ? "" : "ReadinessGatesNotReady" : "ContainersNotReady", notReady + gates);
        status.put("hostIP", "127.0.0.1");
        if (stage != Stage.MOUNTING) {
            status.put("podIP", address).putArray("podIPs").addObject().put("ip", address);
        }
        Json.defaultTo(status, "startTime", Json.now());
        statuses(status, "initContainerStatuses", initContainers);
        statuses(status, "containerStatuses", containers);
    }

    /** Source: kubelet, {@code status.GeneratePodReadyCondition}. */
    private String openGates(Conditions conditions) {
        return Json.items(object, "spec", "readinessGates").stream()
                .map(gate -> Json.text(gate, "conditionType"))
                .filter(gate -> !conditions.holds(gate))
                .map(gate -> "corresponding condition of pod readiness gate \"" + gate + "\" does not exist.")
                .collect(Collectors.joining(", "));
    }

    private void statuses(ObjectNode status, String field, List<ContainerRuntime> of) {
        if (!of.isEmpty()) {
            ArrayNode list = status.putArray(field);
            boolean initialising = field.startsWith("containers") || initialised < initContainers.size() && of == containers;
            for (ContainerRuntime container : of) {
                ObjectNode one = container.status();
                if (initialising && Json.text(one, "state", "waiting", "reason").equals("ContainerCreating") && stage == Stage.INITIALISING) {
                    one.set("state", ContainerRuntime.waiting("PodInitializing", ""));
                }
                list.add(one);
            }
        }
    }

    private String phase() {
        if (!over.isEmpty()) {
            return over;
        }
        boolean all = containers.stream().allMatch(ContainerRuntime::terminated);
        if (all && !restartPolicy().equals("Always") && stage != Stage.ENDING) {
            return containers.stream().allMatch(ContainerRuntime::succeeded) ? "Succeeded" : "Failed";
        }
        JsonNode before = Json.at(object, "status", "phase");
        boolean begun = containers.stream().allMatch(ContainerRuntime::everStarted);
        return begun ? "Running" : before.asText("").equals("Running") ? "Running" : "Pending";
    }
}
