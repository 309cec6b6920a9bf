package io.jenkins.plugins.bluegreen.kubernetes;

import io.jenkins.plugins.bluegreen.kubernetes.api.Kubeconfig;

/** Opens connections from the text of a kubeconfig. */
public final class GivenConnection {
    private GivenConnection() {}

    public static ClusterConnection open(String kubeconfig) {
        return ClusterConnection.open(Kubeconfig.parse(kubeconfig));
    }
}
