package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.access.JobAccess;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Clusters;
import io.jenkins.plugins.bluegreen.jenkins.secrets.BoundSecrets;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.kubernetes.charts.ChartSource;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/**
 * A build's request for a release, a rollback, or a promotion.
 *
 * @param cluster name of a configured cluster; null or blank: the only one
 * @param namespace null or blank: the cluster's default namespace
 * @param manifests Ant patterns of the manifests in the workspace, separated by commas; only a release has them
 * @param manifestTexts manifests that are not files; empty: there are files
 * @param chart what renders the manifests; of null: nothing. It may throw a {@link ReleaseException}
 * @param webhook the Discord webhook that is notified of the release, as {@link NotifyTarget#text} has it; null: none
 * @param specification everything else
 * @param user as whom the build runs
 */
public record ReleaseRequest(
        Operation operation,
        String cluster,
        String namespace,
        String manifests,
        List<ManifestSource> manifestTexts,
        Supplier<ChartSource> chart,
        String webhook,
        Specification specification,
        Authentication user) {

    /** A request of the user as whom the current thread runs. */
    public ReleaseRequest(
            Operation operation,
            String cluster,
            String namespace,
            String manifests,
            List<ManifestSource> manifestTexts,
            Supplier<ChartSource> chart,
            String webhook,
            Specification specification) {
        this(
                operation,
                cluster,
                namespace,
                manifests,
                manifestTexts,
                chart,
                webhook,
                specification,
                Jenkins.getAuthentication2());
    }

    /** Builds the part of a specification that does not depend on the build. */
    @FunctionalInterface
    public interface Specification {
        /**
         * A new builder.
         *
         * @param holder the holder of the application's Lease
         * @param run has the credentials of what is monitored
         * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values
         */
        ReleaseSpec.Builder in(String namespace, String holder, Run<?, ?> run);
    }

    /** Whether a workspace is needed. */
    public boolean readsFiles() {
        return operation.hasManifests() && (manifests != null || chart.get() != null);
    }

    /**
     * Checks what needs no manifests.
     *
     * @throws AbortException if the user has no permission, the webhook, the cluster or the namespace can't be used, or
     *     there are no manifests
     */
    public void check(ReleaseIdentity identity) throws AbortException {
        JobAccess.check(user, identity.run().getParent(), operation);
        ReleaseNotification.check(webhook, identity.run());
        Clusters.namespace(Clusters.named(cluster), namespace, identity.run());
        if (operation.hasManifests()) {
            ManifestTexts.check(manifests, manifestTexts, chart.get());
        }
    }

    /** Begins to read or to render the manifests, for {@link ManifestFiles#got}. Not on the CPS thread. */
    public Future<TreeMap<String, String>> read(ReleaseIdentity identity, BuildAgent agent)
            throws IOException, InterruptedException {
        if (chart.get() == null) {
            return ManifestFiles.begin(agent.workspace(), manifests);
        }
        ClusterEntry entry = Clusters.named(cluster);
        return AgentCharts.begin(
                chart.get(),
                Clusters.namespace(entry, namespace, identity.run()),
                agent,
                () -> Clusters.connect(entry, identity.run()).capabilities());
    }

    /** What the store keeps of the request and its build, besides the state. */
    public ReleaseFacts facts(ReleaseIdentity identity, String blockWebhook, String agent) throws AbortException {
        return new ReleaseFacts(
                identity.id(),
                identity.run().getParent().getFullName(),
                identity.run().getNumber(),
                Clusters.named(cluster).getName(),
                webhook,
                blockWebhook,
                agent,
                System.currentTimeMillis(),
                identity.startedBy());
    }

    /**
     * Checks the request and returns the initial state.
     *
     * @param block whether a block runs before the switch
     * @param files the manifests of a release that reads files
     * @param secrets the values that no text of the release may show
     * @throws AbortException if the webhook, the cluster or the namespace can't be used
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for invalid values
     */
    public ReleaseState prepare(
            ReleaseIdentity identity, boolean block, List<ManifestSource> files, BoundSecrets secrets)
            throws IOException, InterruptedException {
        try {
            return state(identity, block, files, secrets);
        } catch (ReleaseException e) {
            // without its cause, which is not masked
            throw new ReleaseException(e.sentence().masked(secrets::masked));
        }
    }

    private ReleaseState state(
            ReleaseIdentity identity, boolean block, List<ManifestSource> files, BoundSecrets secrets)
            throws IOException, InterruptedException {
        check(identity);
        Run<?, ?> run = identity.run();
        ClusterEntry entry = Clusters.named(cluster);
        ReleaseSpec.Builder spec = specification
                .in(Clusters.namespace(entry, namespace, run), identity.holder(), run)
                .buildNumber(String.valueOf(run.getNumber()))
                .buildUrl(identity.buildUrl())
                .body(block);
        Clusters.hold(entry, spec, ReleaseThreads.get().driver(entry.getName()).running());
        if (!operation.hasManifests()) {
            return new ReleaseState(masked(spec, secrets), operation);
        }
        for (ManifestSource manifest : readsFiles() ? files : manifestTexts) {
            spec.manifest(manifest.name(), manifest.text());
        }
        return new ReleaseState(masked(spec, secrets), operation);
    }

    private static ReleaseSpec masked(ReleaseSpec.Builder spec, BoundSecrets secrets)
            throws IOException, InterruptedException {
        ReleaseSpec plain = spec.build();
        return spec.mask(secrets.mask(plain.source().texts(), plain.monitor().secrets()))
                .build();
    }
}
