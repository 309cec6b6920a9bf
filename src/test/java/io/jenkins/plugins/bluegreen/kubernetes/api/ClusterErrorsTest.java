package io.jenkins.plugins.bluegreen.kubernetes.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClusterErrorsTest {
    @Test
    @DisplayName("an untrusted certificate is told without the names of Java's classes")
    void untrusted() {
        SSLHandshakeException problem = new SSLHandshakeException("PKIX path building failed: sun.security.provider"
                + ".certpath.SunCertPathBuilderException: unable to find valid certification path to requested target");
        assertEquals(
                "Could not get version: no trusted connection to the cluster's API (unable to find valid certification"
                        + " path to requested target). Check the cluster's CA certificate and the client certificate.",
                ClusterErrors.unreachable("get", "version", problem).getMessage());
    }
}
