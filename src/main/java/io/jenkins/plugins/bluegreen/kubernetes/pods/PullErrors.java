package io.jenkins.plugins.bluegreen.kubernetes.pods;

import java.util.regex.Pattern;

/**
 * Tells by a failed pull's message whether the registry says that there is no such image. The messages are those of
 * containerd, CRI-O and cri-dockerd; the error codes are those of the OCI Distribution Specification, "Error Codes".
 */
final class PullErrors {
    /** An error on the way to the registry, whose text may hold "not found" too. */
    private static final Pattern ON_THE_WAY = Pattern.compile(
            "(?i)failed to do request|\\bdial tcp\\b|\\blookup \\S|no such host|name resolution|nxdomain"
                    + "|\\bhost not found|could not resolve host|i/o timeout|connection re(fused|set)|x509:");

    private static final Pattern MISSING = Pattern.compile(
            "(?i)code = NotFound|: not found\\W*$|\\b404 not found|manifest unknown|name unknown|not known to registry"
                    + "|manifest for \\S+ not found");

    private PullErrors() {}

    static boolean isMissing(String message) {
        return MISSING.matcher(message).find() && !ON_THE_WAY.matcher(message).find();
    }
}
