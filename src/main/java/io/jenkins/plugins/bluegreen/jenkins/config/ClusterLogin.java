package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jenkins.model.Jenkins;

/** The settings, secrets and proxy of a connection to a cluster. Two logins are equal if a connection serves both. */
final class ClusterLogin {
    private final Config config;
    private final List<String> identity;

    /**
     * A login.
     *
     * @param config built without the environment
     * @param identity the values that distinguish this login from others; may hold secrets and nulls, and is never
     *     shown
     */
    ClusterLogin(ClusterEntry cluster, Config config, String... identity) {
        ConfigBuilder settings = new ConfigBuilder(config)
                .withAutoConfigure(false)
                // the administrator's decision: neither a kubeconfig nor a job may skip the verification
                .withTrustCerts(cluster.isSkipTlsVerify());
        this.identity = new ArrayList<>(Arrays.asList(identity));
        this.identity.add(String.valueOf(cluster.isSkipTlsVerify()));
        ProxyConfiguration proxy = proxy(cluster, config);
        if (proxy != null) {
            String address = "http://" + proxy.getName() + ":" + proxy.getPort();
            String password = Secret.toString(proxy.getSecretPassword());
            settings.withHttpProxy(address).withHttpsProxy(address);
            if (proxy.getUserName() != null) {
                settings.withProxyUsername(proxy.getUserName()).withProxyPassword(password);
            }
            this.identity.addAll(Arrays.asList(address, proxy.getUserName(), password));
        }
        this.config = settings.build();
    }

    /**
     * A login whose token, if it has one, is asked for again while its connection is open. Its identity is the
     * credentials then, and not the token: a newer one serves the same connection.
     */
    static ClusterLogin renewed(
            ClusterEntry cluster, Config config, OAuthTokenProvider tokens, String... identity) {
        String token = token(config);
        if (token == null) {
            return new ClusterLogin(cluster, config, identity);
        }
        List<String> lasting = new ArrayList<>(List.of("token of", cluster.getCredentialsId()));
        for (String value : identity) {
            lasting.add(value == null ? null : value.replace(token, ""));
        }
        Config settings = new ConfigBuilder(config)
                .withAutoConfigure(false)
                .withOauthToken(token)
                .withOauthTokenProvider(tokens)
                .build();
        return new ClusterLogin(cluster, settings, lasting.toArray(new String[0]));
    }

    private static String token(Config config) {
        // fabric8 keeps a kubeconfig's token elsewhere
        String token = config.getOauthToken() == null ? config.getAutoOAuthToken() : config.getOauthToken();
        // it prefers a user's name and password
        return token == null || token.isBlank() || config.getUsername() != null ? null : token.trim();
    }

    /** The token when the credentials were read; null without one. */
    String token() {
        return token(config);
    }

    private static ProxyConfiguration proxy(ClusterEntry cluster, Config config) {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        // a kubeconfig's own proxy goes first; the controller's own cluster needs none
        if (proxy == null || cluster.isSkipProxy() || cluster.isInCluster() || config.getHttpsProxy() != null) {
            return null;
        }
        String host = FieldValidation.host(config.getMasterUrl());
        return host == null || proxy.createProxy(host).equals(Proxy.NO_PROXY) ? null : proxy;
    }

    Config config() {
        return config;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterLogin login && identity.equals(login.identity);
    }

    @Override
    public int hashCode() {
        return identity.hashCode();
    }
}
