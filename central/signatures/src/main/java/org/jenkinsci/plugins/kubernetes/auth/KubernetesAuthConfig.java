package org.jenkinsci.plugins.kubernetes.auth;

public class KubernetesAuthConfig {
    public KubernetesAuthConfig(String serverUrl, String caCertificate, boolean skipTlsVerify) {}
}
