package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import jenkins.security.stapler.StaplerAccessibleType;

/** The pages of a cluster's applications, {@code cluster/…/<namespace>/<application>/}. */
@StaplerAccessibleType
public final class ClusterPages {
    private final ClusterEntry cluster;

    ClusterPages(ClusterEntry cluster) {
        this.cluster = cluster;
    }

    /** The pages of a namespace: no other name is in the way of its own. */
    public NamespacePages getDynamic(String namespace) {
        return cluster.allowsNamespace(namespace) ? new NamespacePages(cluster, namespace) : null;
    }

    /** The pages of a namespace's applications. */
    @StaplerAccessibleType
    public static final class NamespacePages {
        private final ClusterEntry cluster;
        private final String namespace;

        NamespacePages(ClusterEntry cluster, String namespace) {
            this.cluster = cluster;
            this.namespace = namespace;
        }

        /** Null if nothing is known of such an application. */
        public ApplicationPage getDynamic(String application) {
            ApplicationPage page = new ApplicationPage(cluster, namespace, application);
            return page.isThere() ? page : null;
        }
    }
}
