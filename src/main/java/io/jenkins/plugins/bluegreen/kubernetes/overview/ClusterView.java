package io.jenkins.plugins.bluegreen.kubernetes.overview;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;

/**
 * The applications of a cluster.
 *
 * @param applications by namespace and name
 * @param everywhere whether all namespaces were read, not only some by their names
 * @param gaps what could not be read, and what is missing here because of that
 */
public record ClusterView(List<ApplicationView> applications, boolean everywhere, List<Sentence> gaps) {}
