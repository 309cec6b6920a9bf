package io.jenkins.plugins.bluegreen.controller.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.discord.local.LocalDiscord;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import java.util.List;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("The configuration's buttons")
class ConfigurationButtonsTest {
    private static void store(String id, String secret) {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(secret)));
    }

    /** The page's message after the last button with this label was pressed. */
    private static String pressed(HtmlPage page, String label) throws Exception {
        List<HtmlButton> buttons = page.getByXPath("//button[normalize-space(.)='" + label + "']");
        buttons.get(buttons.size() - 1).click();
        page.getWebClient().waitForBackgroundJavaScript(30_000);
        return page.asNormalizedText();
    }

    @Test
    @DisplayName("test a connection as the form says, before it is saved")
    void connection(JenkinsRule jenkins) throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
            cluster.requireToken(cluster.token());
            store("token", cluster.token());
            ClusterEntry first = new ClusterEntry("first");
            first.setCredentialsId("token");
            first.setServerUrl("http://127.0.0.1:1");
            ClusterEntry second = new ClusterEntry("second");
            second.setCredentialsId("token");
            BlueGreenConfiguration.get().setClusters(List.of(first, second));
            HtmlPage page = jenkins.createWebClient().goTo("configure");
            HtmlForm form = page.getFormByName("config");
            List<HtmlInput> urls = form.getInputsByName("_.serverUrl");
            urls.get(1).setValue(cluster.url());
            List<HtmlInput> namespaces = form.getInputsByName("_.namespace");
            namespaces.get(1).setValue("shop");
            cluster.deny("patch", "services");
            String said = pressed(page, "Test connection");
            assertTrue(said.contains("Kubernetes v1.34.0, as \"jenkins\"."), said);
            assertTrue(said.contains("In namespace shop a release would be refused."), said);
            assertTrue(said.contains("patch services"), said);
            assertFalse(said.contains(cluster.token()), said);
        }
    }

    @Test
    @DisplayName("send one message, to a host that is allowed")
    void message(JenkinsRule jenkins) throws Exception {
        try (LocalDiscord discord = LocalDiscord.start()) {
            store("discord", discord.webhook());
            WebhookEntry webhook = new WebhookEntry("team");
            webhook.setCredentialsId("discord");
            webhook.setUsername("Releases");
            webhook.setLanguage("ko");
            BlueGreenConfiguration.get().setWebhooks(List.of(webhook));
            String refused = pressed(jenkins.createWebClient().goTo("configure"), "Send test message");
            assertTrue(refused.contains("address must begin with https"), refused);
            assertEquals(List.of(), discord.requests());
            BlueGreenConfiguration.get().setWebhookHosts(discord.address());
            String said = pressed(jenkins.createWebClient().goTo("configure"), "Send test message");
            assertTrue(said.contains("Sent. Look into the channel."), said);
            assertEquals(1, discord.posts().size());
            assertEquals("Releases", discord.posts().get(0).sent().get(0).path("username").asText());
            assertTrue(discord.posts().get(0).body().path("content").asText().startsWith("Jenkins가"));
            assertFalse((refused + said).contains(discord.webhook()));
        }
    }

    @Test
    @DisplayName("say what Discord says of a webhook that is gone")
    void gone(JenkinsRule jenkins) throws Exception {
        try (LocalDiscord discord = LocalDiscord.start()) {
            store("discord", discord.webhook().replaceAll("[^/]+$", "wrong-token"));
            WebhookEntry webhook = new WebhookEntry("team");
            webhook.setCredentialsId("discord");
            BlueGreenConfiguration.get().setWebhooks(List.of(webhook));
            BlueGreenConfiguration.get().setWebhookHosts(discord.address());
            String said = pressed(jenkins.createWebClient().goTo("configure"), "Send test message");
            assertTrue(said.contains("does not accept the token of webhook …"), said);
            assertFalse(said.contains("wrong-token"), said);
        }
    }
}
