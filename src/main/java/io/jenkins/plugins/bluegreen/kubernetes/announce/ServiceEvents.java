package io.jenkins.plugins.bluegreen.kubernetes.announce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.HttpAnswer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Posts Kubernetes Events about one release to its active Services, as {@code kubectl describe service} shows them, in
 * order. Nothing waits for them, and no failure of theirs is one of the release: without the right to create Events
 * there are none.
 */
public final class ServiceEvents implements ReleaseEvents {
    private static final Logger LOGGER = Logger.getLogger(ServiceEvents.class.getName());
    /** What the API server takes: "note" of the Event's reference, at most 1 kB. */
    private static final int MOST_CHARACTERS = 1_000;

    private static final int SECONDS = 10;
    private static final int MOST_BYTES = 256 * 1024;
    private static final String NORMAL = "Normal";
    private static final String WARNING = "Warning";

    private final ApiServer api;
    private final String namespace;
    private CompletableFuture<Void> posted = CompletableFuture.completedFuture(null);
    private volatile boolean refused;

    public ServiceEvents(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    @Override
    public void started(ReleaseView state, Phase phase) {
        if (phase != Phase.LOCK) {
            return;
        }
        String url = state.spec().buildUrl() == null ? "" : state.spec().buildUrl();
        if (state.operation() == Operation.RELEASE) {
            post(state, "ReleaseStarted", NORMAL, Sentence.of("event.release", state.image(), url));
        } else {
            post(state, "RollbackStarted", NORMAL, Sentence.of("event.rollback", url));
        }
    }

    @Override
    public void progress(ReleaseView state, Phase phase, Sentence what) {
        if (what.key().equals("switch.done")) {
            post(state, "Switched", NORMAL, what);
        }
    }

    @Override
    public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
        // an Event tells what happened
    }

    @Override
    public void finished(ReleaseView state, ReleaseResult result) {
        Outcome outcome = result.outcome();
        if (outcome != Outcome.UNCHANGED) {
            post(state, reason(state, outcome), outcome.isSuccess() ? NORMAL : WARNING, result.message());
        }
    }

    private static String reason(ReleaseView state, Outcome outcome) {
        return switch (outcome) {
            case PROMOTED -> state.operation() == Operation.RELEASE ? "Promoted" : "RolledBack";
            case UNCHANGED -> "Unchanged";
            case HELD -> "Held";
            case ROLLED_BACK -> "RolledBack";
            case FAILED_BEFORE_SWITCH -> "ReleaseFailed";
            case ROLLBACK_FAILED -> "RollbackFailed";
            case ABORTED -> "ReleaseAborted";
        };
    }

    private void post(ReleaseView state, String reason, String type, Sentence message) {
        String text = message.in(Locale.ENGLISH);
        String shown = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS - 1) + "…" : text;
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        for (String service : state.services()) {
            posted = posted.thenCompose(before -> refused ? CompletableFuture.completedFuture(null)
                            : post(service, reason, type, shown, now))
                    .exceptionally(ServiceEvents::log);
        }
    }

    private CompletableFuture<Void> post(String service, String reason, String type, String message, String now) {
        // kubectl finds the Events of an object by its uid too
        return api.get(ResourceTypes.SERVICE.path(namespace, service), SECONDS, MOST_BYTES)
                .thenCompose(found -> found.isSuccess()
                        ? create(event(service, uid(found), reason, type, message, now))
                        : CompletableFuture.completedFuture(null));
    }

    private CompletableFuture<Void> create(ObjectNode event) {
        return api.post(ResourceTypes.EVENT.path(namespace), event).thenAccept(this::answered);
    }

    private static String uid(HttpAnswer service) {
        try {
            return ApiServer.JSON.readTree(service.body()).path("metadata").path("uid").asText();
        } catch (JsonProcessingException e) {
            LOGGER.log(Level.FINE, e, () -> "No Service");
            return "";
        }
    }

    private ObjectNode event(String service, String uid, String reason, String type, String message, String now) {
        ObjectNode event = ApiServer.JSON.createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "Event")
                .put("reason", reason)
                .put("message", message)
                .put("type", type)
                .put("firstTimestamp", now)
                .put("lastTimestamp", now)
                .put("count", 1);
        event.putObject("metadata")
                .put("name", service + "." + UUID.randomUUID())
                .put("namespace", namespace);
        event.putObject("involvedObject")
                .put("apiVersion", "v1")
                .put("kind", "Service")
                .put("name", service)
                .put("namespace", namespace)
                .put("uid", uid);
        event.putObject("source").put("component", ApiServer.FIELD_MANAGER);
        return event;
    }

    private void answered(HttpAnswer answer) {
        if (!answer.isSuccess()) {
            refused = true;
            log(new IOException("the API server answered " + answer.code() + " to an Event"));
        }
    }

    private static Void log(Throwable problem) {
        LOGGER.log(Level.FINE, problem, () -> "An Event about a release was not posted");
        return null;
    }
}
