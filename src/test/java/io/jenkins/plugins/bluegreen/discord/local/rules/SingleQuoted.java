package io.jenkins.plugins.bluegreen.discord.local.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Parses JSON with single quotes, the form in which tests write it. */
public final class SingleQuoted {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SingleQuoted() {}

    /** The text must contain no quote inside a value. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
