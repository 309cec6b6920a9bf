package io.jenkins.plugins.bluegreen.controller.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.ProxyConfiguration;
import hudson.model.Result;
import hudson.model.TopLevelItem;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.server.TlsIdentity;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import jenkins.model.ModifiableTopLevelItemGroup;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("A cluster's credentials")
class ClusterCredentialsTest {
    private static final String MARK = "swordfish";

    @TempDir
    private Path folder;

    private final EmbeddedCluster cluster = EmbeddedCluster.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void jenkins(JenkinsRule rule) {
        jenkins = rule;
        cluster.requireToken(cluster.token());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    // ------------------------------------------------------------ what is there

    /** Credentials of a kind for which no Kubernetes login exists. */
    private static final class OtherCredentials extends BaseStandardCredentials {
        private static final long serialVersionUID = 1L;

        OtherCredentials() {
            super(CredentialsScope.GLOBAL, "other", "");
        }
    }

    private static void store(StandardCredentials credentials) {
        SystemCredentialsProvider.getInstance().getCredentials().add(credentials);
    }

    private static ClusterEntry entry(String url, StandardCredentials credentials) {
        store(credentials);
        ClusterEntry entry = new ClusterEntry("local");
        entry.setServerUrl(url);
        entry.setCredentialsId(credentials.getId());
        return entry;
    }

    private static StringCredentialsImpl token(String token) {
        return new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(token));
    }

    private static FileCredentialsImpl file(String text) throws Exception {
        return new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                "file",
                "",
                "config",
                SecretBytes.fromBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static CertificateCredentialsImpl certificate(TlsIdentity identity) throws Exception {
        return new CertificateCredentialsImpl(
                CredentialsScope.GLOBAL,
                "certificate",
                "",
                TlsIdentity.PASSWORD,
                new CertificateCredentialsImpl.UploadedKeyStoreSource(
                        SecretBytes.fromBytes(identity.keyStore())));
    }

    /** The result of <em>Test connection</em>. */
    private FormValidation examined(ClusterEntry entry) {
        return jenkins.jenkins.getDescriptorByType(ClusterEntry.DescriptorImpl.class).doTestConnection(
                entry.getName(), entry.getServerUrl(), entry.isInCluster(), entry.getCredentialsId(),
                entry.getCaCertificate(), entry.isSkipTlsVerify(), entry.isSkipProxy(), entry.getNamespace(),
                entry.getAllowedNamespaces());
    }

    private String said(ClusterEntry entry) {
        String said = examined(entry).renderHtml();
        assertFalse(said.contains(MARK) || said.contains(cluster.token()), said);
        return said;
    }

    // ------------------------------------------------------------ each kind

    @Test
    @DisplayName("may be a kubeconfig file, which says where the cluster is")
    void kubeconfig() throws Exception {
        ClusterEntry entry = entry(null, file(cluster.kubeconfig()));
        assertEquals(FormValidation.Kind.OK, examined(entry).kind, () -> said(entry));
        assertTrue(said(entry).contains("Kubernetes v1.34.0, as &quot;jenkins&quot;"), said(entry));
    }

    @Test
    @DisplayName("may be a token, with or without the end of its line")
    void token() {
        ClusterEntry entry = entry(cluster.url(), token(cluster.token() + "\n"));
        assertEquals(FormValidation.Kind.OK, examined(entry).kind, () -> said(entry));
    }

    @Test
    @DisplayName("may be a username with a password")
    void usernameAndPassword() throws Exception {
        try (IdentifyingServer server = new IdentifyingServer()) {
            ClusterEntry entry = entry(
                    server.url(),
                    new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "user", "", "jenkins", MARK));
            String basic = Base64.getEncoder().encodeToString(("jenkins:" + MARK).getBytes(StandardCharsets.UTF_8));
            assertTrue(said(entry).contains("as &quot;Basic " + basic + "&quot;"), said(entry));
        }
    }

    @Test
    @DisplayName("may be a client certificate, with an RSA or an EC key")
    void clientCertificate() throws Exception {
        TlsIdentity authority = TlsIdentity.make(folder, "server", "EC");
        for (String algorithm : List.of("RSA", "EC")) {
            TlsIdentity client = TlsIdentity.make(folder, "client-" + algorithm, algorithm);
            try (IdentifyingServer server = new IdentifyingServer(authority.server(client))) {
                SystemCredentialsProvider.getInstance().getCredentials().clear();
                ClusterEntry entry = entry(server.url(), certificate(client));
                entry.setCaCertificate(authority.pem());
                assertTrue(said(entry).contains("as &quot;CN=client-" + algorithm + "&quot;"), said(entry));
            }
        }
    }

    @Test
    @DisplayName("go to a server whose certificate is trusted only, unless that is switched off for the cluster")
    void tls() throws Exception {
        TlsIdentity authority = TlsIdentity.make(folder, "server", "EC");
        TlsIdentity client = TlsIdentity.make(folder, "client", "EC");
        try (IdentifyingServer server = new IdentifyingServer(authority.server(client))) {
            ClusterEntry entry = entry(server.url(), certificate(client));
            assertTrue(said(entry).contains("no trusted connection"), said(entry));
            entry.setCaCertificate(client.pem());
            assertTrue(said(entry).contains("no trusted connection"), said(entry));
            assertEquals(List.of(), server.requests);
            entry.setSkipTlsVerify(true);
            assertTrue(said(entry).contains("as &quot;CN=client&quot;"), said(entry));
        }
    }

    @Test
    @DisplayName("go to an unverified server never because a kubeconfig says so")
    void insecureKubeconfig() throws Exception {
        TlsIdentity authority = TlsIdentity.make(folder, "server", "EC");
        try (IdentifyingServer server = new IdentifyingServer(authority.server(authority))) {
            ClusterEntry entry = entry(null, file(cluster.kubeconfig()
                    .replaceAll("server: .*", "server: " + server.url() + "\n    insecure-skip-tls-verify: true")));
            assertTrue(said(entry).contains("no trusted connection"), said(entry));
            assertEquals(List.of(), server.requests);
        }
    }

    // ------------------------------------------------------------ what is refused

    @Test
    @DisplayName("that run a program or read a file of the controller are refused")
    void commands() throws Exception {
        Path proof = folder.resolve("ran");
        ClusterEntry entry = entry(null, file(cluster.kubeconfig()
                .replaceAll("token: .*", "exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: ["
                        + proof + "]}")));
        assertTrue(said(entry).contains("would run a program on the Jenkins controller"), said(entry));
        assertFalse(proof.toFile().exists());
        BlueGreenConfiguration.get().setClusters(List.of(entry));
        WorkflowRun run = rollback(jenkins.jenkins, "exec");
        jenkins.assertLogContains("would run a program on the Jenkins controller", run);
        assertFalse(proof.toFile().exists());
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        ClusterEntry files = entry(null, file(cluster.kubeconfig().replaceAll("token: .*", "tokenFile: /etc/hostname")));
        assertTrue(said(files).contains("which is a file on some machine"), said(files));
    }

    @Test
    @DisplayName("that are not there, or no good, are refused with a sentence")
    void refused() throws Exception {
        ClusterEntry entry = new ClusterEntry("local");
        assertTrue(said(entry).contains("Choose credentials first"), said(entry));
        entry.setCredentialsId("nowhere");
        assertTrue(said(entry).contains("are not there"), said(entry));
        ClusterEntry homeless = entry(null, token(MARK));
        assertTrue(said(homeless).contains("Where is the API server?"), said(homeless));
        homeless.setServerUrl("10.0.0.1 6443");
        assertTrue(said(homeless).contains("has no server URL"), said(homeless));
        homeless.setServerUrl(cluster.url());
        assertTrue(said(homeless).contains("does not know who we are"), said(homeless));
        ClusterEntry other = entry(cluster.url(), new OtherCredentials());
        assertTrue(said(other).contains("not good for a login"), said(other));
        ClusterEntry own = new ClusterEntry("own");
        own.setInCluster(true);
        assertTrue(said(own).contains("own service account can&#039;t be used"), said(own));
    }

    @Test
    @DisplayName("that lack permissions are told which, with a Role")
    void permissions() {
        cluster.deny("patch", "services");
        ClusterEntry entry = entry(cluster.url(), token(cluster.token()));
        entry.setNamespace("shop");
        assertEquals(FormValidation.Kind.ERROR, examined(entry).kind);
        assertTrue(said(entry).contains("<code>patch services</code>"), said(entry));
        assertTrue(said(entry).contains("kind: Role") && said(entry).contains("namespace: shop"), said(entry));
    }

    @Test
    @DisplayName("go through Jenkins' proxy, unless the cluster or the proxy's exceptions say otherwise")
    void proxy() throws Exception {
        try (IdentifyingServer proxy = new IdentifyingServer()) {
            int port = Integer.parseInt(proxy.url().replaceFirst(".*:", ""));
            jenkins.jenkins.setProxy(new ProxyConfiguration("127.0.0.1", port));
            ClusterEntry entry = entry("http://cluster.example:8080", token(MARK));
            assertEquals(FormValidation.Kind.OK, examined(entry).kind);
            assertTrue(proxy.requests.contains("/version"), proxy.requests::toString);
            proxy.requests.clear();
            entry.setServerUrl(cluster.url());
            entry.setSkipProxy(true);
            examined(entry);
            entry.setSkipProxy(false);
            jenkins.jenkins.setProxy(new ProxyConfiguration("127.0.0.1", port, null, null, "127.0.0.1"));
            examined(entry);
            assertEquals(List.of(), proxy.requests);
        }
    }

    // ------------------------------------------------------------ in a build

    private WorkflowRun rollback(ModifiableTopLevelItemGroup parent, String name) throws Exception {
        return rollback(parent, name, "");
    }

    private WorkflowRun rollback(ModifiableTopLevelItemGroup parent, String name, String more) throws Exception {
        TopLevelItem item = parent.createProject(
                jenkins.jenkins.getDescriptorByType(WorkflowJob.DescriptorImpl.class), name, false);
        WorkflowJob job = (WorkflowJob) item;
        job.setDefinition(new CpsFlowDefinition("blueGreenRollback(app: 'web'" + more + ")", true));
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogNotContains(cluster.token(), run);
        return run;
    }

    @Test
    @DisplayName("are found in a build's context, and their use is tracked")
    void tracked() throws Exception {
        StringCredentialsImpl token = token(cluster.token());
        BlueGreenConfiguration.get().setClusters(List.of(entry(cluster.url(), token)));
        assertNull(CredentialsProvider.getFingerprintOf(token));
        rollback(jenkins.jenkins, "backend");
        assertTrue(cluster.requests().count(call -> true) > 0);
        assertNotNull(CredentialsProvider.getFingerprintOf(token));
        assertTrue(CredentialsProvider.getFingerprintOf(token).getRangeSet("backend").includes(1));
    }

    @Test
    @DisplayName("are not those for Jenkins itself, which its administrator may use")
    void systemScope() throws Exception {
        StringCredentialsImpl token =
                new StringCredentialsImpl(CredentialsScope.SYSTEM, "token", "", Secret.fromString(cluster.token()));
        BlueGreenConfiguration.get().setClusters(List.of(entry(cluster.url(), token)));
        jenkins.assertLogContains("are not there, or not for this job", rollback(jenkins.jenkins, "backend"));
        assertEquals(0, cluster.requests().count(call -> true));
    }

    @Test
    @DisplayName("are for the jobs of the allowed folders only")
    void folders() throws Exception {
        ClusterEntry entry = entry(cluster.url(), token(cluster.token()));
        entry.setAllowedFolders("shop, tools/release");
        BlueGreenConfiguration.get().setClusters(List.of(entry));
        jenkins.assertLogContains("is not for job backend", rollback(jenkins.jenkins, "backend"));
        jenkins.assertLogContains("is not for job shopping/web", rollback(jenkins.createFolder("shopping"), "web"));
        assertEquals(0, cluster.requests().count(call -> true));
        jenkins.assertLogNotContains("is not for job", rollback(jenkins.createFolder("shop"), "web"));
        assertTrue(cluster.requests().count(call -> true) > 0);
    }

    @Test
    @DisplayName("are for the allowed namespaces only, and the default one")
    void namespaces() throws Exception {
        ClusterEntry entry = entry(cluster.url(), token(cluster.token()));
        entry.setNamespace("shop");
        entry.setAllowedNamespaces("shop-test");
        BlueGreenConfiguration.get().setClusters(List.of(entry));
        jenkins.assertLogContains(
                "is not for namespace kube-system", rollback(jenkins.jenkins, "system", ", namespace: 'kube-system'"));
        assertEquals(0, cluster.requests().count(call -> true));
        rollback(jenkins.jenkins, "default");
        rollback(jenkins.jenkins, "test", ", namespace: 'shop-test'");
        assertTrue(cluster.requests().count(call -> call.namespace().equals("shop")) > 0);
        assertTrue(cluster.requests().count(call -> call.namespace().equals("shop-test")) > 0);
    }

    @Test
    @DisplayName("are those of the cluster that a step names, and of no other")
    void names() throws Exception {
        ClusterEntry entry = entry(cluster.url(), token(cluster.token()));
        jenkins.assertLogContains("No Kubernetes cluster is configured", rollback(jenkins.jenkins, "none"));
        BlueGreenConfiguration.get().setClusters(List.of(entry, new ClusterEntry("other")));
        jenkins.assertLogContains("Several Kubernetes clusters are configured: local, other", rollback(jenkins.jenkins, "several"));
        jenkins.assertLogContains(
                "No Kubernetes cluster \"prod\" is configured", rollback(jenkins.jenkins, "unknown", ", cluster: 'prod'"));
    }
}
