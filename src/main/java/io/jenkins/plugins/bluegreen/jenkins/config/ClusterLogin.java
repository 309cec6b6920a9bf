package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jenkins.model.Jenkins;

/** Where a cluster is and who we are there, as it is now: settings, secrets and Jenkins' proxy. */
final class ClusterLogin {
    private final Config config;
    private final List<String> identity;

    /**
     * A login.
     *
     * @param config made without anything of the environment
     * @param identity whatever makes this login another one than the next; may hold secrets and nulls, and is never shown
     */
    ClusterLogin(ClusterEntry cluster, Config config, String... identity) {
        ConfigBuilder settings = new ConfigBuilder(config)
                .withAutoConfigure(false)
                // what a kubeconfig says about it counts no more than what a job says: it is the administrator's to allow
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

    private static ProxyConfiguration proxy(ClusterEntry cluster, Config config) {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        // a kubeconfig may name a proxy of its own; within a cluster there is none
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
