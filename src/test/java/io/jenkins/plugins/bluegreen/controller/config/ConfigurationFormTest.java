package io.jenkins.plugins.bluegreen.controller.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import java.nio.file.Files;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("The configuration's form")
class ConfigurationFormTest {
    private static final String CLUSTER = "name,serverUrl,inCluster,credentialsId,caCertificate,skipTlsVerify,skipProxy,"
            + "namespace,allowedNamespaces,allowedFolders,allowedKinds,maxReleases,maxTimeout,maxQueries";
    private static final String WEBHOOK = "name,credentialsId,username,avatarUrl,mention,language,"
            + "allowedFolders,allowMentions,postLogLines";

    private JenkinsRule jenkins;
    private BlueGreenConfiguration configuration;

    @BeforeEach
    void configuration(JenkinsRule rule) {
        jenkins = rule;
        configuration = BlueGreenConfiguration.get();
    }

    private static ClusterEntry cluster(String name) {
        ClusterEntry cluster = new ClusterEntry(name);
        cluster.setServerUrl("https://10.0.0.1:6443");
        cluster.setCredentialsId("a-token");
        cluster.setCaCertificate("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----");
        cluster.setSkipTlsVerify(true);
        cluster.setSkipProxy(true);
        cluster.setNamespace("shop");
        cluster.setAllowedNamespaces("shop-test, shop-stage");
        cluster.setAllowedFolders("shop, tools/release");
        cluster.setAllowedKinds("Namespace");
        cluster.setMaxReleases(3);
        cluster.setMaxTimeout(900);
        cluster.setMaxQueries(5);
        return cluster;
    }

    private static WebhookEntry webhook(String name) {
        WebhookEntry webhook = new WebhookEntry(name);
        webhook.setCredentialsId("discord");
        webhook.setUsername("Releases");
        webhook.setAvatarUrl("https://example.com/releases.png");
        webhook.setMention("role:1234567890");
        webhook.setLanguage("ko");
        webhook.setAllowedFolders("shop");
        webhook.setAllowMentions(false);
        webhook.setPostLogLines(true);
        return webhook;
    }

    private List<String> clusters() {
        return configuration.getClusters().stream().map(ClusterEntry::getName).toList();
    }

    private List<String> webhooks() {
        return configuration.getWebhooks().stream().map(WebhookEntry::getName).toList();
    }

    private HtmlForm form() throws Exception {
        return jenkins.createWebClient().goTo("configure").getFormByName("config");
    }

    private static HtmlButton button(HtmlForm form, String label) {
        return (HtmlButton) form.getFirstByXPath(".//button[normalize-space(.)='" + label + "']");
    }

    /** The name inputs of the rows, without those of the templates of new rows. */
    private static List<HtmlInput> names(HtmlForm form, String list) {
        return form.getByXPath(".//div[@name='" + list + "']//input[@name='_.name']");
    }

    @Test
    @DisplayName("shows no error in a new row in which nothing is typed, and in a saved one what is missing")
    void newRow() {
        ClusterEntry.DescriptorImpl form = Jenkins.get().getDescriptorByType(ClusterEntry.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.OK, form.doCheckName("", "").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckServerUrl("", "", false, "").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckCredentialsId("", "", false).kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckName("", "prod").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckServerUrl("", "prod", false, "").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckCredentialsId("", "prod", false).kind);
    }

    @Test
    @DisplayName("keeps every field through a round trip")
    void roundTrip() throws Exception {
        ClusterEntry own = new ClusterEntry("own");
        own.setInCluster(true);
        WebhookEntry plain = new WebhookEntry("plain");
        configuration.setClusters(List.of(cluster("prod"), own));
        configuration.setWebhooks(List.of(webhook("team"), plain));
        configuration.setWebhookHosts("discord.example.com\nproxy.example.com:8443");
        configuration.setDefaultTimeout(900);
        jenkins.configRoundtrip();
        assertEquals(2, configuration.getClusters().size());
        jenkins.assertEqualBeans(cluster("prod"), configuration.getClusters().get(0), CLUSTER);
        jenkins.assertEqualBeans(own, configuration.getClusters().get(1), CLUSTER);
        assertEquals(2, configuration.getWebhooks().size());
        jenkins.assertEqualBeans(webhook("team"), configuration.getWebhooks().get(0), WEBHOOK);
        jenkins.assertEqualBeans(plain, configuration.getWebhooks().get(1), WEBHOOK);
        assertEquals("discord.example.com\nproxy.example.com:8443", configuration.getWebhookHosts().replace("\r", ""));
        assertEquals(900, configuration.getDefaultTimeout());
    }

    @Test
    @DisplayName("is there again after a restart")
    void persisted() throws Exception {
        configuration.setClusters(List.of(cluster("prod")));
        configuration.setWebhooks(List.of(webhook("team")));
        BlueGreenConfiguration read = new BlueGreenConfiguration();
        jenkins.assertEqualBeans(cluster("prod"), read.getClusters().get(0), CLUSTER);
        jenkins.assertEqualBeans(webhook("team"), read.getWebhooks().get(0), WEBHOOK);
    }

    @Test
    @DisplayName("is kept in a file that does not depend on where its classes are")
    void file() throws Exception {
        configuration.setClusters(List.of(cluster("prod")));
        configuration.setWebhooks(List.of(webhook("team")));
        String text = Files.readString(jenkins.jenkins.getRootDir().toPath().resolve("blue-green-deploy.xml"));
        assertTrue(text.contains("<cluster>") && text.contains("<webhook>"), text);
        assertFalse(text.contains("bluegreen"), text);
    }

    @Test
    @DisplayName("adds rows and changes them")
    void added() throws Exception {
        HtmlForm form = form();
        button(form, "Add cluster").click();
        button(form, "Add webhook").click();
        names(form, "clusters").get(0).setValue("prod");
        names(form, "webhooks").get(0).setValue(" team ");
        jenkins.submit(form);
        assertEquals(List.of("prod"), clusters());
        assertEquals(List.of("team"), webhooks());
        form = form();
        names(form, "clusters").get(0).setValue("production");
        jenkins.submit(form);
        assertEquals(List.of("production"), clusters());
    }

    @Test
    @DisplayName("removes rows, the last one of a list too")
    void removed() throws Exception {
        configuration.setClusters(List.of(cluster("one"), cluster("two")));
        configuration.setWebhooks(List.of(webhook("team")));
        HtmlForm form = form();
        button(form, "Delete cluster").click();
        button(form, "Delete webhook").click();
        jenkins.submit(form);
        assertEquals(List.of("two"), clusters());
        assertEquals(List.of(), webhooks());
        form = form();
        button(form, "Delete cluster").click();
        jenkins.submit(form);
        assertEquals(List.of(), clusters());
        assertEquals(List.of(), new BlueGreenConfiguration().getClusters());
    }

    @Test
    @DisplayName("is refused with two rows of one name, which the message tells, and nothing of it is saved")
    void duplicate() throws Exception {
        configuration.setClusters(List.of(cluster("one"), cluster("two")));
        HtmlForm form = form();
        names(form, "clusters").get(1).setValue("one");
        form.getInputByName("_.defaultTimeout").setValue("42");
        String message = refusal(form);
        assertTrue(message.contains("\"one\" is the name of row 1 and of row 2"), message);
        assertEquals(List.of("one", "two"), clusters());
        assertEquals(600, configuration.getDefaultTimeout());
    }

    @Test
    @DisplayName("is refused with a row without a name, without time, and with a mention of nobody")
    void refused() throws Exception {
        configuration.setWebhooks(List.of(webhook("team")));
        HtmlForm nameless = form();
        button(nameless, "Add webhook").click();
        assertTrue(refusal(nameless).contains("row 2 has no name"));
        HtmlForm timeless = form();
        timeless.getInputByName("_.defaultTimeout").setValue("0");
        assertTrue(refusal(timeless).contains("at least 1 second"));
        HtmlForm mention = form();
        mention.getInputByName("_.mention").setValue("everyone");
        assertTrue(refusal(mention).contains("nobody to mention"));
        assertEquals(List.of("team"), webhooks());
    }

    private String refusal(HtmlForm form) throws Exception {
        form.getPage().getWebClient().getOptions().setThrowExceptionOnFailingStatusCode(false);
        HtmlPage answer = jenkins.submit(form);
        return answer.asNormalizedText();
    }
}
