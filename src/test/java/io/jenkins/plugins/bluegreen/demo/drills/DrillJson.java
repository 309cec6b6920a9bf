package io.jenkins.plugins.bluegreen.demo.drills;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The results of a run as JSON. */
public final class DrillJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** @param drills those that were run */
    public record Run(RanOn ranOn, List<DrillResult> drills) {}

    private DrillJson() {}

    public static void write(Run run, Path file) throws IOException {
        JSON.writeValue(file.toFile(), run);
    }

    public static Run read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Run.class);
    }
}
