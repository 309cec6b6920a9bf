package io.jenkins.plugins.bluegreen.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.jenkins.plugins.bluegreen.kubernetes.api.Kubeconfig;

/** Opens connections from the text of a kubeconfig. */
public final class GivenConnection {
    private GivenConnection() {}

    /** A connection whose token is the provider's. */
    public static ClusterConnection open(String kubeconfig, OAuthTokenProvider tokens) {
        Config config = new ConfigBuilder(Kubeconfig.parse(kubeconfig))
                .withAutoConfigure(false)
                .withOauthToken(tokens.getToken())
                .withOauthTokenProvider(tokens)
                .build();
        return ClusterConnection.open(config);
    }

    public static ClusterConnection open(String kubeconfig) {
        return ClusterConnection.open(Kubeconfig.parse(kubeconfig));
    }
}
