package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;

/**
 * How the objects of the live version differ from its manifests.
 *
 * @param differences one sentence for each object that is missing, or that is not what the manifests say
 * @param unknown one sentence for each object that could not be compared
 */
public record Drift(List<Sentence> differences, List<Sentence> unknown) {

    /** Keeps copies of the lists. */
    public Drift {
        differences = List.copyOf(differences);
        unknown = List.copyOf(unknown);
    }

    /** Everything is what the manifests say. */
    public static Drift none() {
        return new Drift(List.of(), List.of());
    }
}
