package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Finds configured clusters, checks what a build may use of them, and connects to them. */
public final class Clusters {
    private Clusters() {}

    /**
     * A configured cluster.
     *
     * @param name null or blank: the only one that is configured
     * @throws AbortException if there is none; the message lists the configured ones
     */
    public static ClusterEntry named(String name) throws AbortException {
        List<ClusterEntry> clusters = BlueGreenConfiguration.get().getClusters();
        ClusterEntry found = NamedEntry.find(clusters, name);
        if (found != null) {
            return found;
        }
        if (clusters.isEmpty()) {
            throw new AbortException(Messages.Clusters_none());
        }
        String names = NamedEntry.names(clusters);
        String wanted = Util.fixEmptyAndTrim(name);
        throw new AbortException(
                wanted == null ? Messages.Clusters_several(names) : Messages.Clusters_unknown(wanted, names));
    }

    /**
     * The namespace that a build may use.
     *
     * @param wanted null or blank: the cluster's default one
     * @throws AbortException if the cluster does not allow the namespace or the build's job
     */
    public static String namespace(ClusterEntry cluster, String wanted, Run<?, ?> run) throws AbortException {
        checkJob(cluster, run.getParent().getFullName());
        return namespace(cluster, wanted);
    }

    /** The same for a user who may use the cluster. */
    public static String namespace(ClusterEntry cluster, String wanted) throws AbortException {
        String namespace = Util.fixEmptyAndTrim(wanted);
        if (namespace == null) {
            namespace = defaultNamespace(cluster);
        }
        if (!cluster.allowsNamespace(namespace)) {
            throw new AbortException(
                    Messages.Clusters_namespace(cluster.getName(), namespace, cluster.getAllowedNamespaces()));
        }
        return namespace;
    }

    /**
     * Holds a release to the administrator's rules: its kinds are those that the cluster allows.
     *
     * @param running the number of releases of this controller on the cluster
     * @throws AbortException if the release is refused
     */
    public static void hold(ClusterEntry cluster, ReleaseSpec.Builder spec, int running) throws AbortException {
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        TenantRules rules = new TenantRules(
                cluster.getName(),
                CommaSeparated.split(cluster.getAllowedKinds()),
                cluster.getMaxReleases(),
                cluster.getMaxTimeout(),
                configuration.getDefaultTimeout(),
                cluster.getMaxQueries(),
                configuration.allowedProbeHosts());
        ReleaseSpec asked = spec.build();
        String refusal = rules.refusal(asked, running);
        if (refusal != null) {
            throw new AbortException(refusal);
        }
        spec.allowedKinds(rules.narrowed(asked.policy().allowedKinds()));
    }

    /** Full names of the folders and jobs that may use a cluster; empty: all. */
    public static List<String> allowedFolders(ClusterEntry cluster) {
        return CommaSeparated.split(cluster.getAllowedFolders());
    }

    static String defaultNamespace(ClusterEntry cluster) {
        return cluster.getNamespace() == null ? "default" : cluster.getNamespace();
    }

    /**
     * A connection that all builds with the same login share. The credentials are resolved for {@code run}, and their
     * use is tracked. Reads credentials, so not on the CPS thread. {@link ClusterConnections} closes it.
     *
     * @throws AbortException if the cluster does not allow the build's job, or the credentials can't be used
     */
    public static ClusterConnection connect(ClusterEntry cluster, Run<?, ?> run) throws AbortException {
        return connect(cluster, run.getParent().getFullName(), run, run, run::isLogUpdated);
    }

    /**
     * The same for a release, which may outlive its build, or have none.
     *
     * @param job null: no job uses it, but a user who may
     * @param run null: there is no such build any more
     * @param user who uses the connection
     * @param needed whether it still does
     */
    public static ClusterConnection connect(
            ClusterEntry cluster, String job, Run<?, ?> run, Object user, BooleanSupplier needed)
            throws AbortException {
        if (job != null) {
            checkJob(cluster, job);
        }
        ClusterLogin login = run == null ? ClusterCredentials.ofTop(cluster) : ClusterCredentials.of(cluster, run);
        try {
            return ClusterConnections.get().of(cluster, login, user, needed);
        } catch (ReleaseException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /**
     * A connection for a reading of the whole cluster, which belongs to no job. Reads credentials.
     *
     * @param reading who uses the connection
     * @param needed whether it still does
     * @throws AbortException if the credentials can't be used
     */
    public static ClusterConnection connectToRead(ClusterEntry cluster, Object reading, BooleanSupplier needed)
            throws AbortException {
        try {
            return ClusterConnections.get().of(cluster, ClusterCredentials.ofTop(cluster), reading, needed);
        } catch (ReleaseException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** The namespaces that an entry names: its default one, and those that are allowed besides. */
    public static List<String> namedNamespaces(ClusterEntry cluster) {
        Set<String> namespaces = new LinkedHashSet<>(List.of(defaultNamespace(cluster)));
        namespaces.addAll(CommaSeparated.split(cluster.getAllowedNamespaces()));
        return List.copyOf(namespaces);
    }

    private static void checkJob(ClusterEntry cluster, String job) throws AbortException {
        if (!cluster.allowsJob(job)) {
            throw new AbortException(Messages.Clusters_folder(cluster.getName(), job));
        }
    }
}
