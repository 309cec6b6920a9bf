package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.config.Clusters;
import java.io.IOException;
import java.util.List;

/**
 * A build's request for a release or a rollback.
 *
 * @param cluster name of a configured cluster; null or blank: the only one
 * @param namespace null or blank: the cluster's default namespace
 * @param manifests Ant patterns of the manifests in the workspace, separated by commas; only a release has them
 * @param manifestTexts manifests that are not files; empty: there are files
 * @param webhook the Discord webhook that is notified of the release, as {@link NotifyTarget#text} has it; null: none
 * @param specification everything else
 */
public record ReleaseRequest(
        Operation operation,
        String cluster,
        String namespace,
        String manifests,
        List<ManifestSource> manifestTexts,
        String webhook,
        Specification specification) {

    /** Builds the part of a specification that does not depend on the build. */
    @FunctionalInterface
    public interface Specification {
        /**
         * A new builder.
         *
         * @param holder the holder of the application's Lease
         * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values
         */
        ReleaseSpec.Builder in(String namespace, String holder);
    }

    /** Whether a workspace is needed. */
    public boolean readsFiles() {
        return operation == Operation.RELEASE && manifests != null;
    }

    /**
     * Checks the request and returns the initial state. Reads the workspace, so not on the CPS thread.
     *
     * @param block whether a block runs before the switch
     * @param workspace holds the files; null if the request reads none, or there is no workspace
     * @param secrets the values that no text of the release may show
     * @throws AbortException if the webhook, the cluster, the namespace or the manifests can't be used
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values
     */
    public ReleaseState prepare(ReleaseIdentity identity, boolean block, FilePath workspace, BoundSecrets secrets)
            throws IOException, InterruptedException {
        try {
            return state(identity, block, workspace, secrets);
        } catch (ReleaseException e) {
            // without its cause, which is not masked
            throw new ReleaseException(e.sentence().masked(secrets::masked));
        }
    }

    private ReleaseState state(ReleaseIdentity identity, boolean block, FilePath workspace, BoundSecrets secrets)
            throws IOException, InterruptedException {
        Run<?, ?> run = identity.run();
        ReleaseNotification.check(webhook, run);
        ClusterEntry entry = Clusters.named(cluster);
        ReleaseSpec.Builder spec = specification
                .in(Clusters.namespace(entry, namespace, run), identity.holder())
                .buildNumber(String.valueOf(run.getNumber()))
                .buildUrl(identity.buildUrl())
                .body(block);
        Clusters.hold(entry, spec, ReleaseThreads.get().driver(entry.getName()).running());
        if (operation == Operation.ROLL_BACK) {
            return ReleaseState.rollBack(spec.mask(secrets.mask(List.of())).build());
        }
        ManifestTexts.check(manifests, manifestTexts);
        for (ManifestSource manifest : readsFiles() ? ManifestFiles.read(workspace, manifests) : manifestTexts) {
            spec.manifest(manifest.name(), manifest.text());
        }
        return ReleaseState.release(spec.mask(secrets.mask(spec.build().source().texts())).build());
    }
}
