package io.jenkins.plugins.bluegreen.engine.events;

import io.jenkins.plugins.bluegreen.engine.spec.SecretMask;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** The result of a release. */
public final class ReleaseResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final Sentence message;
    private final String application;
    private final String namespace;
    private final String color;
    private final String previousColor;
    private final String image;
    private final int revision;
    private final long millis;
    private final long rollbackMillis;

    public ReleaseResult(
            Outcome outcome,
            Sentence message,
            String application,
            String namespace,
            String color,
            String previousColor,
            String image,
            int revision,
            long millis,
            long rollbackMillis) {
        this.outcome = outcome;
        this.message = message;
        this.application = application;
        this.namespace = namespace;
        this.color = color;
        this.previousColor = previousColor;
        this.image = image;
        this.revision = revision;
        this.millis = millis;
        this.rollbackMillis = rollbackMillis;
    }

    /** The result without the values of a mask. */
    public ReleaseResult masked(SecretMask mask) {
        return new ReleaseResult(
                outcome,
                message.masked(mask::mask),
                application,
                namespace,
                color,
                previousColor,
                mask.mask(image),
                revision,
                millis,
                rollbackMillis);
    }

    /** The outcome. */
    public Outcome outcome() {
        return outcome;
    }

    /** One sentence: what happened, why, and where the traffic is now. */
    public Sentence message() {
        return message;
    }

    /** The application; empty when the release failed before it was known. */
    public String application() {
        return application;
    }

    /** The colour that has the traffic now; empty when none has. */
    public String color() {
        return color;
    }

    /** The duration, in milliseconds. */
    public long millis() {
        return millis;
    }

    /** From the decision to roll back until the traffic was back, in milliseconds; -1 if it did not go back. */
    public long rollbackMillis() {
        return rollbackMillis;
    }

    /** All fields as strings, in a fixed order: the step's return value. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("outcome", outcome.name());
        map.put("application", application);
        map.put("namespace", namespace);
        map.put("color", color);
        map.put("previousColor", previousColor);
        map.put("image", image);
        map.put("revision", String.valueOf(revision));
        map.put("seconds", String.valueOf(millis / 1000));
        map.put("message", message.toString());
        return map;
    }
}
