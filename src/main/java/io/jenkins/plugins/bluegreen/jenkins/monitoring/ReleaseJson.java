package io.jenkins.plugins.bluegreen.jenkins.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The events of one release as lines of JSON, with the field names of the Elastic Common Schema: for Filebeat. Texts
 * are English.
 */
final class ReleaseJson implements ReleaseEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = "8.11";
    private static final long NANOS = 1_000_000;

    private final Consumer<String> lines;
    private final String id;
    private final String cluster;
    private final String job;
    private final String startedBy;

    /**
     * Lines of a release.
     *
     * @param job full name of its job; empty: it has none
     * @param startedBy who or what started it
     */
    ReleaseJson(Consumer<String> lines, String id, String cluster, String job, String startedBy) {
        this.lines = lines;
        this.id = id;
        this.cluster = cluster;
        this.job = job;
        this.startedBy = startedBy;
    }

    @Override
    public void started(ReleaseView state, Phase phase) {
        write(state, "phase-started", "info", phase + " begins", Map.of());
    }

    @Override
    public void progress(ReleaseView state, Phase phase, Sentence what) {
        write(state, "progress", "info", text(what), Map.of());
    }

    @Override
    public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
        write(state, "waiting", "info", text(Sentence.of("console.waiting", forWhat)), Map.of());
    }

    @Override
    public void warning(ReleaseView state, Sentence what) {
        write(state, "warning", "warn", text(what), Map.of());
    }

    @Override
    public void ended(ReleaseView state, Phase phase, long millis, Sentence failure) {
        write(
                state,
                "phase-ended",
                failure == null ? "info" : "error",
                failure == null ? phase + " is done" : text(failure),
                Map.of("event.duration", millis * NANOS, "event.outcome", failure == null ? "success" : "failure"));
    }

    @Override
    public void finished(ReleaseView state, ReleaseResult result) {
        boolean good = result.outcome().isSuccess();
        Map<String, Object> more = new TreeMap<>(Map.of(
                "event.duration", result.millis() * NANOS,
                "event.outcome", good ? "success" : "failure",
                "labels.outcome", result.outcome().name(),
                "labels.color", result.color(),
                "labels.revision", result.toMap().get("revision")));
        if (result.rollbackMillis() >= 0) {
            more.put("labels.rollback_millis", String.valueOf(result.rollbackMillis()));
        }
        write(state, "release-ended", good ? "info" : "error", text(result.message()), more);
    }

    private void write(ReleaseView state, String action, String level, String message, Map<String, Object> more) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("@timestamp", Instant.now().toString());
        line.put("log.level", level);
        line.put("message", message);
        line.put("ecs.version", SCHEMA);
        line.put("event.dataset", "jenkins.blue_green");
        line.put("event.kind", "event");
        line.put("event.action", action);
        String name = state.application() != null ? state.application() : state.spec().application();
        put(line, "service.name", name);
        line.put("orchestrator.type", "kubernetes");
        line.put("orchestrator.cluster.name", cluster);
        line.put("orchestrator.namespace", state.spec().namespace());
        put(line, "container.image.name", state.image());
        put(line, "url.full", state.spec().buildUrl());
        line.put("labels.release", id);
        line.put("labels.operation", state.operation().name());
        line.put("labels.phase", state.phase().name());
        put(line, "labels.candidate", label(state.candidate()));
        put(line, "labels.live", label(state.trafficColor()));
        put(line, "labels.job", job);
        put(line, "labels.started_by", startedBy);
        line.putAll(more);
        try {
            lines.accept(JSON.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are JSON", e);
        }
    }

    private static void put(Map<String, Object> line, String field, String value) {
        if (value != null && !value.isEmpty()) {
            line.put(field, value);
        }
    }

    private static String label(Color color) {
        return color == null ? "" : color.label();
    }

    private static String text(Sentence sentence) {
        return sentence.in(Locale.ENGLISH);
    }
}
