package io.jenkins.plugins.bluegreen.jenkins.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.timeline.Timeline;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What is known of a release, while it runs and after its end. Times are in milliseconds since 1970, texts empty where
 * there is none.
 *
 * @param operation the name of an {@link io.jenkins.plugins.bluegreen.engine.spec.Operation}
 * @param outcome the name of an {@link io.jenkins.plugins.bluegreen.engine.events.Outcome}; empty while it runs
 * @param phase the phase that it is in; empty after its end
 * @param waitingFor what it waits for, in English; empty after its end
 * @param waitingForKo the same in Korean
 * @param message what happened, why, and where the traffic is, in English
 * @param messageKo the same in Korean
 * @param color the colour that has the traffic now
 * @param previousColor the colour that had it before, once the traffic has moved
 * @param candidate the colour that was released
 * @param revision 0 while it is not known
 * @param endedAt 0 while it runs
 * @param rollbackMillis how long it took to bring the traffic back; -1: it did not go back
 * @param timeline its phases, and what was measured
 * @param notes its warnings, and the evidence of a failure
 * @param job full name of the job
 * @param build the build's number
 * @param buildUrl the build's address at that time
 * @param startedBy who or what started the build
 * @param discordMessage the address of the Discord message that tells of it
 */
public record ReleaseRecord(
        String id,
        String cluster,
        String namespace,
        String application,
        String operation,
        String outcome,
        String phase,
        String waitingFor,
        String waitingForKo,
        String message,
        String messageKo,
        String color,
        String previousColor,
        String candidate,
        String image,
        int revision,
        long startedAt,
        long endedAt,
        long rollbackMillis,
        Timeline timeline,
        List<Note> notes,
        String job,
        int build,
        String buildUrl,
        List<String> startedBy,
        String discordMessage) {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** A record; what a record of an older version of this plugin lacks is empty. */
    public ReleaseRecord {
        phase = phase == null ? "" : phase;
        waitingFor = waitingFor == null ? "" : waitingFor;
        waitingForKo = waitingForKo == null ? "" : waitingForKo;
        timeline = timeline == null ? new Timeline(startedAt, endedAt, null, null, null, null) : timeline;
        notes = notes == null ? List.of() : List.copyOf(notes);
        startedBy = startedBy == null ? List.of() : List.copyOf(startedBy);
        discordMessage = discordMessage == null ? "" : discordMessage;
    }

    /**
     * A text of a release.
     *
     * @param at when it was said, in milliseconds since 1970
     * @param phase the phase in which it was said
     * @param text in English
     * @param textKo in Korean
     */
    public record Note(long at, Kind kind, String phase, String text, String textKo) {
        /** What a note is. */
        public enum Kind {
            /** An operator should look at it. */
            WARNING,
            /** Why a release failed: log lines and events of Pods. */
            EVIDENCE
        }
    }

    /** The record of a release that runs, without what is measured. */
    static ReleaseRecord live(ReleaseFacts facts, ReleaseView state, Color previous) {
        long startedAt = state.startedAt() == 0 ? facts.startedAt() : state.startedAt();
        String application = state.application() == null ? state.spec().application() : state.application();
        return new ReleaseRecord(
                facts.id(),
                facts.cluster(),
                state.spec().namespace(),
                application == null ? "" : application,
                state.operation().name(),
                "",
                state.phase().name(),
                text(state.waitingFor(), Locale.ENGLISH),
                text(state.waitingFor(), Locale.KOREAN),
                "",
                "",
                label(state.trafficColor()),
                label(previous),
                label(state.candidate()),
                state.image() == null ? "" : state.image(),
                state.revision(),
                startedAt,
                0,
                -1,
                null,
                List.of(),
                facts.job(),
                facts.build(),
                state.spec().buildUrl() == null ? "" : state.spec().buildUrl(),
                facts.startedBy(),
                "");
    }

    private static String text(Sentence sentence, Locale language) {
        return sentence == null ? "" : sentence.in(language);
    }

    /** The same with what was recorded of it. */
    ReleaseRecord with(Timeline recorded, List<Note> noted, String told) {
        return new ReleaseRecord(
                id,
                cluster,
                namespace,
                application,
                operation,
                outcome,
                phase,
                waitingFor,
                waitingForKo,
                message,
                messageKo,
                color,
                previousColor,
                candidate,
                image,
                revision,
                startedAt,
                recorded.endedAt() == 0 ? endedAt : recorded.endedAt(),
                rollbackMillis,
                recorded.startedAt() == 0 ? timeline : recorded,
                noted,
                job,
                build,
                buildUrl,
                startedBy,
                told);
    }

    /** A record of a release that is over. */
    static ReleaseRecord of(ReleaseFacts facts, String cluster, ReleaseView state, ReleaseResult result) {
        var map = result.toMap();
        Sentence message = result.message();
        String application = result.application().isEmpty() ? state.spec().application() : result.application();
        long endedAt = state.startedAt() + result.millis();
        return new ReleaseRecord(
                facts.id(),
                cluster,
                state.spec().namespace(),
                application == null ? "" : application,
                state.operation().name(),
                result.outcome().name(),
                "",
                "",
                "",
                message.in(Locale.ENGLISH),
                message.in(Locale.KOREAN),
                result.color(),
                map.get("previousColor"),
                label(state.candidate()),
                map.get("image"),
                Integer.parseInt(map.get("revision")),
                state.startedAt(),
                endedAt,
                result.rollbackMillis(),
                new Timeline(
                        state.startedAt(),
                        endedAt,
                        state.times().stream().map(ReleaseRecord::stretch).toList(),
                        List.of(),
                        List.of(),
                        List.of()),
                List.of(),
                facts.job(),
                facts.build(),
                state.spec().buildUrl() == null ? "" : state.spec().buildUrl(),
                facts.startedBy(),
                "");
    }

    private static String label(Color color) {
        return color == null ? "" : color.label();
    }

    private static Timeline.Stretch stretch(PhaseTime time) {
        return new Timeline.Stretch(time.phase().name(), time.startMillis(), time.endMillis(), false);
    }

    /** The record as JSON, which {@link #of(String)} reads. */
    public String toJson() throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }

    /** @throws IOException if the text is no record */
    public static ReleaseRecord of(String text) throws IOException {
        ReleaseRecord record = JSON.readValue(text, ReleaseRecord.class);
        if (record == null || record.id == null || record.outcome == null) {
            throw new IOException("no record of a release");
        }
        return record;
    }
}
