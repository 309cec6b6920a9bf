package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("The overview's pages")
class OverviewPagesTest {
    private static final long PATIENCE_MILLIS = 30_000;

    private final ReleasingPipeline releasing = new ReleasingPipeline();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        releasing.configure();
    }

    @AfterEach
    void close() {
        releasing.close();
    }

    private JSONObject json(JenkinsRule.WebClient client, String path) throws Exception {
        return JSONObject.fromObject(
                client.goTo(path + "api/json", "application/json").getWebResponse().getContentAsString());
    }

    /** The first view begins the reading, and waits for nothing. */
    private JSONObject read(JenkinsRule.WebClient client) throws Exception {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (true) {
            JSONObject cluster = json(client, "blue-green/").getJSONArray("clusters").getJSONObject(0);
            if (!cluster.getString("status").equals("READING") || System.currentTimeMillis() > end) {
                return cluster;
            }
            Thread.sleep(100);
        }
    }

    @Test
    @DisplayName("C111 show what was released, with its page, its build and its history; as JSON too")
    void released() throws Exception {
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(releasing.start(jenkins, "2.0.1", "")));
        JenkinsRule.WebClient client = jenkins.createWebClient();
        JSONObject backend = read(client).getJSONArray("applications").getJSONObject(0);
        assertEquals("backend", backend.getString("name"));
        assertEquals(List.of("LIVE"), backend.getJSONArray("states"));
        assertEquals("esc/backend:2.0.1", backend.getString("image"));
        assertEquals("PROMOTED", backend.getString("outcome"));

        HtmlPage overview = client.goTo("blue-green/");
        assertNotNull(overview.getElementById("blue-green-applications"));
        HtmlPage page = overview.getAnchorByText("backend").click();
        String text = page.asNormalizedText();
        assertTrue(page.getUrl().getPath().endsWith("/blue-green/cluster/local/esc/backend/"), page.getUrl()::toString);
        for (String shown : List.of("Service/backend", "Deployment/backend-", "esc/backend:2.0.1", "backend #1")) {
            assertTrue(text.contains(shown), () -> shown + " is not in " + text);
        }
        String history = json(client, "blue-green/cluster/local/esc/backend/").getString("history");
        assertTrue(history.contains("PROMOTED"), history);
    }

    @Test
    @DisplayName("are polled with an entity tag, and sent again only when something has changed")
    void polled() throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        read(client);
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), "blue-green/live"));
        Page first = client.getPage(request);
        String tag = first.getWebResponse().getResponseHeaderValue("ETag");
        assertTrue(first.getWebResponse().getContentAsString().contains("blue-green-part-rows"));
        request.setAdditionalHeader("If-None-Match", tag);
        client.setThrowExceptionOnFailingStatusCode(false);
        assertEquals(304, client.getPage(request).getWebResponse().getStatusCode());
    }

    @Test
    @DisplayName("speak Korean")
    void korean() throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.addRequestHeader("Accept-Language", "ko");
        assertTrue(client.goTo("blue-green/").asNormalizedText().contains("마지막 릴리스"));
    }

    @Test
    @DisplayName("C113 do not wait for a cluster that does not answer")
    void dead() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            releasing.configure("mute", "http://127.0.0.1:" + mute.getLocalPort());
            JenkinsRule.WebClient client = jenkins.createWebClient();
            client.goTo("blue-green/");
            long begun = System.nanoTime();
            client.goTo("blue-green/api/json", "application/json");
            assertTrue(System.nanoTime() - begun < 2_000_000_000L, "waited");
        }
    }

    @Test
    @DisplayName("show a cluster with allowed folders to those who may read one, and no icon to others")
    void permissions() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.createFreeStyleProject("shop");
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("anna", "ben")
                .grant(Item.READ)
                .onItems(jenkins.jenkins.getItem("shop"))
                .to("anna"));
        BlueGreenConfiguration.get().getClusters().get(0).setAllowedFolders("shop");
        JenkinsRule.WebClient anna = jenkins.createWebClient().login("anna");
        assertEquals(1, json(anna, "blue-green/").getJSONArray("clusters").size());
        assertTrue(anna.goTo("").getWebResponse().getContentAsString().contains("blue-green"));
        JenkinsRule.WebClient ben = jenkins.createWebClient().login("ben");
        assertEquals(0, json(ben, "blue-green/").getJSONArray("clusters").size());
        assertFalse(ben.goTo("").getWebResponse().getContentAsString().contains("href=\"/jenkins/blue-green"));
        ben.assertFails("blue-green/cluster/local/esc/backend/", 404);
    }
}
