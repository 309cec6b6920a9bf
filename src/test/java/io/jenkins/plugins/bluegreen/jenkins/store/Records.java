package io.jenkins.plugins.bluegreen.jenkins.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A record of a release as tests need it: of "backend" in prod/shop, build 7 of the job "shop/release". */
public final class Records {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode fields;

    private Records(String id) {
        fields = JSON.createObjectNode()
                .put("id", id)
                .put("cluster", "prod")
                .put("namespace", "shop")
                .put("application", "backend")
                .put("operation", "RELEASE")
                .put("outcome", "")
                .put("message", "")
                .put("messageKo", "")
                .put("color", "blue")
                .put("previousColor", "")
                .put("candidate", "green")
                .put("image", "backend:2")
                .put("revision", 12)
                .put("startedAt", 1_000)
                .put("endedAt", 0)
                .put("rollbackMillis", -1)
                .put("job", "shop/release")
                .put("build", 7)
                .put("buildUrl", "https://jenkins.example.com/job/shop/job/release/7/");
        fields.putPOJO("startedBy", List.of("Started by user anna"));
    }

    /** A release that runs, from blue to green. */
    public static Records running(String id) {
        return new Records(id).with("phase", "READY");
    }

    /** A release that is over after 12.3 s; promoted to green, or with another outcome still on blue. */
    public static Records over(String id, Outcome outcome) {
        boolean promoted = outcome == Outcome.PROMOTED;
        return new Records(id)
                .with("outcome", outcome.name())
                .with("color", promoted ? "green" : "blue")
                .with("previousColor", promoted ? "blue" : "green")
                .with("message", "It is over.")
                .with("messageKo", "끝났습니다.")
                .with("endedAt", 13_300);
    }

    public Records with(String field, String value) {
        fields.put(field, value);
        return this;
    }

    public Records with(String field, long value) {
        fields.put(field, value);
        return this;
    }

    public Records timeline(Timeline timeline) {
        fields.set("timeline", JSON.valueToTree(timeline));
        return this;
    }

    public Records notes(ReleaseRecord.Note... notes) {
        fields.set("notes", JSON.valueToTree(List.of(notes)));
        return this;
    }

    public ReleaseRecord get() {
        try {
            return ReleaseRecord.of(fields.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
