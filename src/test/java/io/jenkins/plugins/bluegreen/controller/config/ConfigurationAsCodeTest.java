package io.jenkins.plugins.bluegreen.controller.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.Functions;
import hudson.security.ACL;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.Util;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("Configuration as Code")
class ConfigurationAsCodeTest {
    private static final Path EXAMPLE = Path.of("examples/jenkins.yaml");

    @TempDir
    private Path folder;

    private static void apply(Path file) throws Exception {
        ConfigurationAsCode.get().configure(file.toString());
    }

    private void apply(String yaml) throws Exception {
        apply(Files.writeString(folder.resolve("jenkins.yaml"), yaml));
    }

    private static String exported() throws Exception {
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        return Util.toYamlString(Util.getUnclassifiedRoot(context).get("blueGreenDeploy"));
    }

    @Test
    @DisplayName("makes the clusters, the webhook and the credentials of the example")
    void example(JenkinsRule jenkins) throws Exception {
        apply(EXAMPLE);
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        assertEquals(600, configuration.getDefaultTimeout());
        assertEquals(2, configuration.getClusters().size());
        ClusterEntry staging = configuration.getClusters().get(0);
        assertEquals("staging", staging.getName());
        assertEquals("staging-kubeconfig", staging.getCredentialsId());
        assertNull(staging.getServerUrl());
        assertFalse(staging.isInCluster() || staging.isSkipTlsVerify() || staging.isSkipProxy());
        ClusterEntry prod = configuration.getClusters().get(1);
        assertEquals("https://10.0.0.1:6443", prod.getServerUrl());
        assertEquals("esc", prod.getNamespace());
        assertEquals("esc-canary", prod.getAllowedNamespaces());
        assertEquals("releases", prod.getAllowedFolders());
        assertEquals("scheduling.k8s.io/PriorityClass", prod.getAllowedKinds());
        assertEquals(20, prod.getMaxReleases());
        assertEquals(1800, prod.getMaxTimeout());
        assertEquals(10, prod.getMaxQueries());
        assertNull(staging.getMaxReleases());
        assertTrue(configuration.getProbeHosts().contains("prometheus.monitoring:9090"));
        WebhookEntry team = configuration.getWebhooks().get(0);
        assertEquals("discord-releases", team.getCredentialsId());
        assertEquals("Releases", team.getUsername());
        assertEquals("@here", team.getMention());
        assertEquals("en", team.getLanguage());
        assertFalse(team.isAllowMentions() || team.isPostLogLines());
        for (String id : List.of("staging-kubeconfig", "prod-token", "discord-releases")) {
            assertNotNull(
                    CredentialsProvider.findCredentialByIdInItemGroup(
                            id, StandardCredentials.class, jenkins.jenkins, ACL.SYSTEM2, List.of()),
                    id);
        }
    }

    @Test
    @DisplayName("exports what it imports")
    void roundTrip(JenkinsRule jenkins) throws Exception {
        apply(EXAMPLE);
        String yaml = exported();
        assertTrue(yaml.contains("allowedFolders: \"releases\""), yaml);
        assertTrue(yaml.contains("mention: \"@here\""), yaml);
        assertFalse(yaml.contains("skipTlsVerify"), yaml);
        BlueGreenConfiguration.get().setClusters(List.of());
        BlueGreenConfiguration.get().setWebhooks(List.of());
        apply("unclassified:\n  blueGreenDeploy:\n" + yaml.indent(4));
        assertEquals(yaml, exported());
        assertEquals(2, BlueGreenConfiguration.get().getClusters().size());
    }

    @Test
    @DisplayName("empties a list, and sets every other field")
    void others(JenkinsRule jenkins) throws Exception {
        apply(EXAMPLE);
        apply("""
                unclassified:
                  blueGreenDeploy:
                    webhookHosts: discord.example.com
                    webhooks: []
                    clusters:
                    - {name: own, inCluster: true, skipTlsVerify: true, skipProxy: true}
                """);
        BlueGreenConfiguration configuration = BlueGreenConfiguration.get();
        assertEquals("discord.example.com", configuration.getWebhookHosts());
        assertEquals(List.of(), configuration.getWebhooks());
        ClusterEntry own = configuration.getClusters().get(0);
        assertTrue(own.isInCluster() && own.isSkipTlsVerify() && own.isSkipProxy());
    }

    @Test
    @DisplayName("says who may use a webhook; mentions are allowed unless it says otherwise, log lines are not")
    void webhook(JenkinsRule jenkins) throws Exception {
        apply("unclassified: {blueGreenDeploy: {webhooks: [{name: a, allowedFolders: shop, postLogLines: true}]}}");
        WebhookEntry webhook = BlueGreenConfiguration.get().getWebhooks().get(0);
        assertEquals("shop", webhook.getAllowedFolders());
        assertTrue(webhook.isAllowMentions() && webhook.isPostLogLines());
        assertFalse(new WebhookEntry("b").isPostLogLines());
    }

    @Test
    @DisplayName("is refused with two clusters of one name")
    void duplicate(JenkinsRule jenkins) {
        ConfiguratorException refusal = assertThrows(
                ConfiguratorException.class,
                () -> apply("unclassified: {blueGreenDeploy: {clusters: [{name: a}, {name: a}]}}"));
        assertTrue(Functions.printThrowable(refusal).contains("\"a\" is the name of row 1 and of row 2"));
        assertEquals(List.of(), BlueGreenConfiguration.get().getClusters());
    }
}
