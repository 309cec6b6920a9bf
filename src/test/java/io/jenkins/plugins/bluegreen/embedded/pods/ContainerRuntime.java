package io.jenkins.plugins.bluegreen.embedded.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One container of a Pod as the kubelet runs it: pull, configuration, start, probes, restarts with backoff. Confined to
 * the controllers' thread. Source: "Pod Lifecycle", container states and restarts.
 */
public final class ContainerRuntime {
    private static final Pattern SLEEP = Pattern.compile("sleep[\", ]+([0-9.]+)");
    private static final String LATE = "failed to sync configmap cache: timed out waiting for the condition";
    private static final int GRACEFUL_EXIT = 0;
    private static final int KILLED = 137;
    private static final int TERMINATED = 143;

    private final Node node;
    private final PodRuntime pod;
    private final ObjectNode spec;
    private final boolean init;
    private final String name;
    private final String image;
    private final ContainerLog log = new ContainerLog();
    private final Map<String, String> environment = new ConcurrentHashMap<>();
    private final Map<String, String> overrides = new ConcurrentHashMap<>();
    private volatile Set<Integer> ports = Set.of();
    private volatile HttpListener listener;
    /** The port of its own that an Actuator may have, and its listener. */
    private volatile int managementPort;
    private volatile HttpListener management;
    private ContainerProbes probes;
    private ScheduledFuture<?> next;
    private ObjectNode state = waiting("ContainerCreating", "");
    private ObjectNode lastState = Json.object();
    private boolean ready;
    private boolean started;
    private boolean stopping;
    private boolean late;
    private boolean again;
    private int restarts;

    ContainerRuntime(Node node, PodRuntime pod, ObjectNode spec, boolean init) {
        this.node = node;
        this.pod = pod;
        this.spec = spec;
        this.init = init;
        this.name = Json.text(spec, "name");
        this.image = Json.text(spec, "image");
        this.late = Images.configuredLate(image);
    }

    public String name() {
        return name;
    }

    public ContainerLog log() {
        return log;
    }

    public ObjectNode state() {
        return state;
    }

    boolean ready() {
        return ready;
    }

    boolean running() {
        return state.has("running");
    }

    boolean terminated() {
        return state.has("terminated");
    }

    boolean succeeded() {
        return Json.number(state, -1, "terminated", "exitCode") == 0;
    }

    boolean everStarted() {
        return running() || terminated() || !lastState.isEmpty();
    }

    boolean waitsForConfiguration() {
        return Json.text(state, "waiting", "reason").equals("CreateContainerConfigError")
                && !Json.text(state, "waiting", "message").equals(LATE);
    }

    /** Sets an environment variable, effective at once and after restarts. */
    public void set(String variable, String value) {
        overrides.put(variable, value);
        environment.put(variable, value);
    }

    /** The loopback port behind a container port, given by number or name; -1 if nothing listens. */
    int port(JsonNode port) {
        int number = port.asInt(-1);
        for (ObjectNode declared : Json.items(spec, "ports")) {
            if (Json.text(declared, "name").equals(port.asText())) {
                number = Json.number(declared, -1, "containerPort");
            }
        }
        HttpListener current = number == managementPort ? management : ports.contains(number) ? listener : null;
        return current != null ? current.port() : -1;
    }

    public int anyPort() {
        HttpListener current = listener;
        return current == null ? -1 : current.port();
    }

    /** Pulls the image, reads the configuration and starts the process. */
    void start() {
        if (stopping) {
            return;
        }
        String noReference = ImageReference.problem(image);
        if (noReference != null) {
            pod.warn("InspectFailed", noReference);
            pod.warn("Failed", "Error: InvalidImageName");
            become(waiting("InvalidImageName", noReference));
            return;
        }
        if (!node.images().pullable(image)) {
            pullFailed();
            return;
        }
        if (late) {
            late = false;
            pod.warn("Failed", "Error: " + LATE);
            become(waiting("CreateContainerConfigError", LATE));
            next = node.loop().after(node.speed().imageBackoff().multipliedBy(4), this::start);
            return;
        }
        try {
            environment.clear();
            environment.putAll(Images.defaults(image));
            environment.putAll(node.configuration().environment(pod.object(), spec));
            environment.putAll(overrides);
        } catch (Configuration.Missing e) {
            pod.warn("Failed", "Error: " + e.getMessage());
            become(waiting("CreateContainerConfigError", e.getMessage()));
            return;
        }
        if (!state.has("waiting")) {
            become(waiting("ContainerCreating", ""));
        }
        next = node.loop().after(node.speed().containerStart(), this::run);
    }

    private void pullFailed() {
        String error = node.images().pullError(image);
        if (Json.text(spec, "imagePullPolicy").equals("Never")) {
            error = "Container image \"" + image + "\" is not present with pull policy of Never";
            pod.warn("ErrImageNeverPull", error);
            become(waiting("ErrImageNeverPull", error));
            next = node.loop().after(node.speed().imageBackoff(), this::start);
            return;
        }
        String message = error;
        pod.warn("Failed", "Failed to pull image \"" + image + "\": " + error);
        pod.warn("Failed", "Error: ErrImagePull");
        become(waiting("ErrImagePull", error));
        next = node.loop().after(node.speed().imageBackoff(), () -> {
            pod.note("BackOff", "Back-off pulling image \"" + image + "\"");
            pod.warn("Failed", "Error: ImagePullBackOff");
            become(waiting("ImagePullBackOff", "Back-off pulling image \"" + image + "\": ErrImagePull: " + message));
            next = node.loop().after(node.speed().imageBackoff().multipliedBy(4), this::start);
        });
    }

    private void run() {
        if (stopping) {
            return;
        }
        if (again) {
            again = false;
            restarts++;
        }
        if (!Images.runnable(image)) {
            log.begin();
            runFailed();
            return;
        }
        if (init) {
            log.begin();
            int code = crashes() ? number("CRASH_CODE", 0) : 0;
            log.add(code == 0 ? "init done" : "crash on purpose");
            exited(code, code == 0 ? "Completed" : "Error");
            return;
        }
        ports = ports();
        DemoApplication application = new DemoApplication(environment,
                path -> node.configuration().files(pod.object(), spec).get(path), this::below, pod.name());
        HttpListener[] own = new HttpListener[1];
        own[0] = new HttpListener(node.network(), exchange -> application.handle(exchange, () -> own[0].askToClose()),
                environment.getOrDefault("TLS", "").equals("1"));
        listener = own[0];
        Actuator actuator = new Actuator(environment);
        managementPort = actuator.port();
        management = managementPort > 0 ? new HttpListener(node.network(), actuator::handle, true) : null;
        probes = new ContainerProbes(node, this, spec);
        ready = probes.readyAtStart();
        started = probes.startedAtStart();
        // not before: while the state is waiting, the last run's log is served
        log.begin();
        log.add("version " + environment.getOrDefault("VERSION", "") + " on port " + ports.iterator().next());
        become(timed("running", "startedAt"));
        probes.start();
        String crashAfter = environment.getOrDefault("CRASH_AFTER", "");
        if (!crashAfter.isEmpty() && crashes()) {
            next = node.loop().after(GoDuration.of(crashAfter), () -> {
                log.add("crash on purpose");
                crash(number("CRASH_CODE", 1), environment.containsKey("OOM"));
            });
        }
    }

    /** Whether this run may crash: with CRASH_TIMES only so many first ones do. */
    private boolean crashes() {
        return restarts < number("CRASH_TIMES", Integer.MAX_VALUE);
    }

    private void runFailed() {
        String message = "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: "
                + "unable to start container process: error during container init: exec: \"/demo\": stat /demo: no such file or directory";
        pod.warn("Failed", "Error: " + message);
        lastState = Json.object();
        lastState.set("terminated", terminated(128, "StartError", message));
        become(waiting("RunContainerError", message));
        restartLater();
    }

    private Map<String, byte[]> below(String path) {
        Map<String, byte[]> files = node.configuration().files(pod.object(), spec);
        files.keySet().removeIf(file -> !file.startsWith(path));
        return files;
    }

    private Set<Integer> ports() {
        Set<Integer> all = new LinkedHashSet<>();
        if (environment.containsKey("PORT")) {
            all.add(number("PORT", 8080));
        } else {
            Json.items(spec, "ports").forEach(port -> all.add(Json.number(port, 8080, "containerPort")));
        }
        return all.isEmpty() ? Set.of(8080) : all;
    }

    public void crash(int exitCode, boolean oom) {
        if (running()) {
            String ended = exitCode == GRACEFUL_EXIT ? "Completed" : "Error";
            exited(oom ? KILLED : exitCode, oom ? "OOMKilled" : ended);
        }
    }

    /** Restarts the container after a failed liveness or startup probe. */
    void restart(String probe, String why) {
        pod.note("Killing", "Container " + name + " failed " + probe + " probe, will be restarted");
        log.add("terminated: " + why);
        exited(TERMINATED, "Error");
    }

    void readiness(boolean now) {
        if (ready != now) {
            ready = now;
            pod.publish();
        }
    }

    void startedUp(boolean readyNow) {
        started = true;
        ready = readyNow;
        pod.publish();
    }

    void unhealthy(String probe, String why) {
        pod.warn("Unhealthy", probe + " probe failed: " + why);
    }

    private void exited(int code, String reason) {
        release();
        state = Json.object();
        state.set("terminated", terminated(code, reason, ""));
        pod.publish();
        if (stopping) {
            return;
        }
        boolean again = init ? code != 0 && !pod.restartPolicy().equals("Never")
                : pod.restartPolicy().equals("Always") || pod.restartPolicy().equals("OnFailure") && code != 0;
        if (again) {
            lastState = state;
            restartLater();
        } else {
            pod.containerExited(this);
        }
    }

    private void restartLater() {
        int doublings = Math.min(restarts, 5) - 1;
        Duration backoff = doublings < 0 ? Duration.ZERO : node.speed().crashBackoff().multipliedBy(1L << doublings);
        again = true;
        if (backoff.isZero() && Images.runnable(image)) {
            start();
            return;
        }
        Duration shown = node.speed().crashBackoff();
        next = node.loop().after(shown.dividedBy(10), () -> {
            pod.warn("BackOff", "Back-off restarting failed container " + name + " in pod " + pod.fullName());
            become(waiting("CrashLoopBackOff", "back-off " + Math.max(10, 10 << Math.max(0, doublings)) + "s restarting failed container="
                    + name + " pod=" + pod.fullName()));
            next = node.loop().after(backoff, this::start);
        });
    }

    /** Sends SIGTERM after preStop. {@code done} runs on the controllers' thread once the process has ended. */
    void stop(Runnable done) {
        stopping = true;
        if (next != null) {
            next.cancel(false);
        }
        if (!running()) {
            done.run();
            return;
        }
        preStop(() -> sigterm(done));
    }

    private void preStop(Runnable then) {
        JsonNode hook = Json.at(spec, "lifecycle", "preStop");
        Duration wait = Duration.ofSeconds(Json.number(hook, 0, "sleep", "seconds"));
        String command = Json.at(hook, "exec", "command").toString();
        Matcher sleep = SLEEP.matcher(command);
        if (sleep.find()) {
            wait = Duration.ofMillis((long) (Double.parseDouble(sleep.group(1)) * 1000));
        }
        if (hook.has("httpGet")) {
            int port = port(Json.at(hook, "httpGet", "port"));
            String path = Json.text(hook, "httpGet", "path");
            node.threads().execute(() -> {
                try {
                    PodCall.send(port, "GET", path.isEmpty() ? "/" : path, new byte[0], Duration.ofSeconds(30));
                } catch (IOException e) {
                    log.add("preStop: " + e.getMessage());
                }
                node.loop().soon(then);
            });
        } else if (wait.isZero()) {
            then.run();
        } else {
            node.loop().after(wait, then);
        }
    }

    private void sigterm(Runnable done) {
        HttpListener process = listener;
        if (process == null) {
            done.run();
            return;
        }
        switch (environment.getOrDefault("SHUTDOWN", "abrupt")) {
            case "ignore" -> { }
            case "graceful" -> process.shutdown(() -> ended(done));
            case "drain" -> {
                process.askToClose();
                Duration drain = GoDuration.of(environment.getOrDefault("DRAIN", "5s"));
                node.loop().after(drain, () -> process.shutdown(() -> ended(done)));
            }
            default -> {
                process.kill();
                exited(2, "Error");
                done.run();
            }
        }
    }

    private void ended(Runnable done) {
        node.loop().soon(() -> {
            if (running()) {
                exited(GRACEFUL_EXIT, "Completed");
            }
            done.run();
        });
    }

    /** Sends SIGKILL. */
    void kill() {
        stopping = true;
        if (next != null) {
            next.cancel(false);
        }
        if (running()) {
            exited(KILLED, "Error");
        }
        release();
    }

    private void release() {
        ready = false;
        started = false;
        if (probes != null) {
            probes.stop();
            probes = null;
        }
        if (next != null) {
            next.cancel(false);
        }
        if (listener != null) {
            listener.kill();
            listener = null;
        }
        if (management != null) {
            management.kill();
            management = null;
        }
    }

    ObjectNode status() {
        ObjectNode status = Json.object().put("name", name).put("image", image).put("imageID", "");
        status.set("state", state);
        status.set("lastState", lastState);
        status.put("ready", init ? succeeded() : ready).put("restartCount", restarts);
        if (everStarted()) {
            status.put("imageID", imageId()).put("containerID", "containerd://" + pod.uid().replace("-", "") + Integer.toHexString(name.hashCode()));
        }
        return status.put("started", started);
    }

    /** As containerd: the repository, and the digest of what the name stands for. */
    private String imageId() {
        int tag = image.lastIndexOf(':');
        String repository = tag > image.lastIndexOf('/') ? image.substring(0, tag) : image;
        String digest = String.format("%016x", image.hashCode() & 0xffffffffL).repeat(4);
        return image.contains("@") ? image : repository + "@sha256:" + digest;
    }

    private void become(ObjectNode newState) {
        state = newState;
        pod.publish();
    }

    private int number(String variable, int otherwise) {
        String text = environment.getOrDefault(variable, "");
        return text.matches("-?[0-9]+") ? Integer.parseInt(text) : otherwise;
    }

    static ObjectNode waiting(String reason, String message) {
        ObjectNode state = Json.object();
        state.putObject("waiting").put("reason", reason);
        if (!message.isEmpty()) {
            ((ObjectNode) state.get("waiting")).put("message", message);
        }
        return state;
    }

    private static ObjectNode timed(String what, String field) {
        ObjectNode state = Json.object();
        state.putObject(what).put(field, Json.now());
        return state;
    }

    private static ObjectNode terminated(int code, String reason, String message) {
        ObjectNode terminated = Json.object().put("exitCode", code).put("reason", reason).put("startedAt", Json.now())
                .put("finishedAt", Json.now());
        return message.isEmpty() ? terminated : terminated.put("message", message);
    }
}
