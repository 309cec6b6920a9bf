package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.Optional;

/**
 * The result of a connection test, for an administrator.
 *
 * @param version the cluster's version, {@code v1.34.0}
 * @param user the name of the account; empty where the cluster does not tell it, which it does from 1.28 on
 * @param missing the permissions that every release needs and that are not granted, {@code create deployments.apps}
 * @param missingOptional the permissions that some releases need, or that explain failures, and that are not granted
 * @param access a Role that grants all of them, bound to the account, in YAML for {@code kubectl apply -f}
 */
public record ClusterExamination(
        String namespace,
        String version,
        Optional<String> user,
        List<String> missing,
        List<String> missingOptional,
        String access) {

    /** The cluster's version and the account. */
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
