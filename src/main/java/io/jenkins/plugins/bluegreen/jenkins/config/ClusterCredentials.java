package io.jenkins.plugins.bluegreen.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.AbortException;
import hudson.model.Run;
import hudson.util.ListBoxModel;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.kubernetes.api.Kubeconfig;
import io.jenkins.plugins.bluegreen.kubernetes.api.ServiceAccount;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Base64;
import java.util.NoSuchElementException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.authentication.tokens.api.AuthenticationTokens;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuth;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthConfig;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthException;
import org.jenkinsci.plugins.kubernetes.auth.impl.KubernetesAuthKubeconfig;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;

/**
 * Resolves a cluster's credentials to a login. Supports a kubeconfig file, a token, a client certificate, a username
 * with a password, and any other type that a plugin converts to {@link KubernetesAuth}. The controller's environment is
 * not used, except its service account for an entry that asks for it.
 */
final class ClusterCredentials {
    private static final Logger LOGGER = Logger.getLogger(ClusterCredentials.class.getName());

    private ClusterCredentials() {}

    /** The login of a build, whose job may use the cluster. The use of the credentials is tracked. */
    static ClusterLogin of(ClusterEntry cluster, Run<?, ?> run) throws AbortException {
        if (cluster.isInCluster()) {
            return ofController(cluster);
        }
        StandardCredentials credentials = find(id(cluster), cluster.getServerUrl());
        ClusterLogin login = login(cluster, credentials);
        CredentialsProvider.track(run, credentials);
        return login;
    }

    /** The login of an administrator, without a build. */
    static ClusterLogin ofSystem(ClusterEntry cluster) throws AbortException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return ofTop(cluster);
    }

    /** The login with credentials of the top, for a release whose build is gone. */
    static ClusterLogin ofTop(ClusterEntry cluster) throws AbortException {
        if (cluster.isInCluster()) {
            return ofController(cluster);
        }
        return login(cluster, find(id(cluster), cluster.getServerUrl()));
    }

    /** Credentials that log in to a cluster, for a form. */
    static ListBoxModel choices(String current) {
        return CentralCredentials.choices(
                current, StandardCredentials.class, AuthenticationTokens.matcher(KubernetesAuth.class));
    }

    /** Whether the credentials are a kubeconfig, which has the server's address. For administrators. */
    static boolean isKubeconfig(String credentialsId) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return credentialsId != null && find(credentialsId, null) instanceof FileCredentials;
    }

    private static StandardCredentials find(String id, String serverUrl) {
        return CentralCredentials.find(
                id,
                StandardCredentials.class,
                URIRequirementBuilder.fromUri(serverUrl).build());
    }

    private static String id(ClusterEntry cluster) throws AbortException {
        if (cluster.getCredentialsId() == null) {
            throw new AbortException(Messages.ClusterCredentials_none(cluster.getName()));
        }
        return cluster.getCredentialsId();
    }

    private static ClusterLogin ofController(ClusterEntry cluster) throws AbortException {
        try {
            return new ClusterLogin(cluster, ServiceAccount.config(), "service account");
        } catch (ReleaseException e) {
            throw new AbortException(FieldValidation.localized(e.sentence()));
        }
    }

    private static ClusterLogin login(ClusterEntry cluster, StandardCredentials credentials) throws AbortException {
        if (credentials == null) {
            throw new AbortException(
                    Messages.ClusterCredentials_notFound(cluster.getName(), cluster.getCredentialsId()));
        }
        try {
            KubernetesAuth auth = AuthenticationTokens.convert(KubernetesAuth.class, credentials);
            if (auth == null) {
                throw unusable(cluster);
            }
            // its own decorate() would let fabric8 run commands and read files
            if (auth instanceof KubernetesAuthKubeconfig kubeconfig) {
                String text = kubeconfig.getKubeconfig();
                return ClusterLogin.renewed(
                        cluster, Kubeconfig.parse(text), () -> token(cluster), "kubeconfig", text);
            }
            return login(cluster, auth, credentials);
        } catch (ReleaseException e) {
            throw new AbortException(FieldValidation.localized(e.sentence()));
        } catch (KubernetesAuthException | KeyStoreException | NoSuchElementException e) {
            LOGGER.log(Level.FINE, e, () -> "Credentials " + cluster.getCredentialsId());
            throw unusable(cluster);
        }
    }

    private static ClusterLogin login(ClusterEntry cluster, KubernetesAuth auth, StandardCredentials credentials)
            throws AbortException, KubernetesAuthException, KeyStoreException {
        String server = cluster.getServerUrl();
        if (server == null || FieldValidation.host(server) == null) {
            throw new AbortException(Messages.ClusterCredentials_noServer(cluster.getName()));
        }
        String authority = cluster.getCaCertificate();
        ConfigBuilder builder = auth.decorate(
                new ConfigBuilder(Config.empty()).withAutoConfigure(false).withMasterUrl(server),
                new KubernetesAuthConfig(server, authority, cluster.isSkipTlsVerify()));
        if (authority != null) {
            builder.withCaCertData(Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8)));
        }
        if (builder.getOauthToken() != null) {
            // the token may have been copied with a line end
            builder.withOauthToken(builder.getOauthToken().trim());
        }
        if (credentials instanceof StandardCertificateCredentials certificate) {
            // fabric8 assumes RSA
            KeyStore store = certificate.getKeyStore();
            builder.withClientKeyAlgo(store.getCertificate(store.aliases().nextElement())
                    .getPublicKey()
                    .getAlgorithm());
        }
        Config config = builder.build();
        return ClusterLogin.renewed(
                cluster,
                config,
                () -> token(cluster),
                server,
                authority,
                config.getUsername(),
                config.getPassword(),
                config.getClientCertData(),
                config.getClientKeyData());
    }

    /** The token that the credentials hold now, while a release runs. */
    private static String token(ClusterEntry cluster) {
        try {
            return ofTop(cluster).token();
        } catch (AbortException e) {
            throw new IllegalStateException(e.getMessage());
        }
    }

    private static AbortException unusable(ClusterEntry cluster) {
        return new AbortException(Messages.ClusterCredentials_unusable(cluster.getName(), cluster.getCredentialsId()));
    }
}
