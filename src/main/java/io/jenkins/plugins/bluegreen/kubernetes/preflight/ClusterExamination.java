package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.Optional;

/**
 * What an administrator wants to know of a connection before a build uses it.
 *
 * @param version the cluster's, {@code v1.34.0}
 * @param user whom the cluster takes us for; empty where it does not say, which it does from 1.28 on
 * @param missing what every release needs and is not granted, {@code create deployments.apps}
 * @param missingOptional what some releases need, or what lets more be explained, and is not granted
 * @param role a Role that grants all of both, in YAML
 */
public record ClusterExamination(
        String namespace,
        String version,
        Optional<String> user,
        List<String> missing,
        List<String> missingOptional,
        String role) {

    /** Who we are, and where. */
    public Sentence identity() {
        return user.map(name -> Sentence.of("cluster.identity", version, name))
                .orElseGet(() -> Sentence.of("cluster.identityUnknown", version));
    }

    /** Whether releases can be made. */
    public Sentence verdict() {
        if (!missing.isEmpty()) {
            return Sentence.of("cluster.missingPermissions", namespace);
        }
        return Sentence.of(missingOptional.isEmpty() ? "cluster.permitted" : "cluster.mostlyPermitted", namespace);
    }
}
