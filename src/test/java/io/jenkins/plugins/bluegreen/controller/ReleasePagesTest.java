package io.jenkins.plugins.bluegreen.controller;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.Util;
import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ReleaseAction;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ReleaseDetail;
import io.jenkins.plugins.bluegreen.jenkins.pages.job.ReleasesTab;
import java.io.File;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("The pages of releases")
class ReleasePagesTest {
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

    private JenkinsRule.WebClient client() {
        return jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
    }

    private WorkflowRun released(String version) throws Exception {
        return jenkins.assertBuildStatus(
                Result.SUCCESS, jenkins.waitForCompletion(releasing.start(jenkins, version, ")")));
    }

    private WebResponse live(String build, String tag) throws Exception {
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), build + "release/live"));
        if (tag != null) {
            request.setAdditionalHeader("If-None-Match", tag);
        }
        Page page = client().getPage(request);
        return page.getWebResponse();
    }

    @Test
    @DisplayName("C110 a release is on its build's page while it runs; what changes is asked for by its tag")
    void whileItRuns() throws Exception {
        releasing.live(jenkins, "2.0.1");
        WorkflowRun run = releasing.start(jenkins, "2.0.2", ") { echo 'in the block'; sleep 300 }");
        await().until(() -> !ReleaseAction.of(run).isEmpty());
        HtmlPage page = client().goTo(run.getUrl() + "release/");
        assertEquals(200, page.getWebResponse().getStatusCode());
        assertTrue(page.asNormalizedText().contains("Releasing"), page::asNormalizedText);
        assertNotNull(page.querySelector("[data-live-url='live'][data-live-over='false']"));
        assertTrue(live(run.getUrl(), null).getContentAsString().contains("data-live-over=\"false\""));
        jenkins.waitForMessage("in the block", run);
        run.doStop();
        jenkins.waitForCompletion(run);
        await().until(() -> live(run.getUrl(), null).getContentAsString().contains("data-live-over=\"true\""));
        WebResponse over = live(run.getUrl(), null);
        assertEquals(304, live(run.getUrl(), over.getResponseHeaderValue("ETag")).getStatusCode());
        assertEquals(200, live(run.getUrl(), "\"other\"").getStatusCode());
    }

    @Test
    @DisplayName("C110 a release that is over is on its build's page, in the reader's language, and in api/json")
    void afterwards() throws Exception {
        releasing.live(jenkins, "2.0.1");
        WorkflowRun run = released("2.0.2");
        HtmlPage page = client().goTo(run.getUrl() + "release/");
        String text = page.asNormalizedText();
        assertTrue(text.contains("backend is live on green"), text);
        assertTrue(text.contains("esc/backend:2.0.2"), text);
        assertTrue(text.contains("Previous release of the application"), text);
        assertTrue(client().goTo(run.getUrl()).asNormalizedText().contains("backend: blue → green · local/esc"));

        JenkinsRule.WebClient korean = client();
        korean.addRequestHeader("Accept-Language", Locale.KOREAN.toLanguageTag());
        assertTrue(korean.goTo(run.getUrl() + "release/").asNormalizedText().contains("이전 트래픽"));

        JSONObject json = jenkins.getJSON(run.getUrl() + "release/api/json").getJSONObject();
        JSONObject release = json.getJSONArray("releases").getJSONObject(0);
        assertEquals("PROMOTED", release.getString("outcome"));
        assertEquals("green", release.getString("color"));
        assertFalse(release.getJSONArray("phases").isEmpty());
        List<ReleaseDetail> details = new ReleaseDetail.Factory().createFor(run);
        assertEquals("backend: blue → green · local/esc", details.get(0).getDisplayName());
    }

    @Test
    @DisplayName("a release's page outlives the history of its application, and is gone with its build")
    void kept() throws Exception {
        WorkflowRun run = released("2.0.1");
        Util.deleteRecursive(new File(jenkins.jenkins.getRootDir(), "blue-green/history"));
        assertTrue(client().goTo(run.getUrl() + "release/").asNormalizedText().contains("backend is live on blue"));
        String url = run.getUrl();
        File folder = run.getRootDir();
        run.delete();
        assertFalse(folder.exists());
        assertEquals(404, client().goTo(url + "release/").getWebResponse().getStatusCode());
        HtmlPage job = client().goTo("job/backend/releases/");
        assertTrue(job.asNormalizedText().contains("backend: blue · local/esc"), job::asNormalizedText);
        assertNull(job.querySelector("table a[href$='release/']"));
    }

    @Test
    @DisplayName("the build history has a badge of a release that failed, and of no other")
    void badge() throws Exception {
        WorkflowRun good = released("2.0.1");
        WorkflowRun bad = jenkins.assertBuildStatus(
                Result.FAILURE, jenkins.waitForCompletion(releasing.start(jenkins, "2.0.2-crash", ")")));
        assertFalse(ReleaseAction.of(good).get(0).isBadge());
        assertTrue(ReleaseAction.of(bad).get(0).isBadge());
        assertEquals(List.of(ReleaseAction.of(bad).get(0)), bad.getBadgeActions().stream()
                .filter(ReleaseAction.class::isInstance)
                .toList());
        client().goTo("job/backend/buildHistory/ajax", "text/html");
    }

    @Test
    @DisplayName("a job's page has its releases, and what is live; a job without releases has none")
    void job() throws Exception {
        jenkins.createFreeStyleProject("other");
        assertEquals(404, client().goTo("job/other/releases/").getWebResponse().getStatusCode());
        releasing.live(jenkins, "2.0.1");
        releasing.live(jenkins, "2.0.2");
        HtmlPage page = client().goTo("job/backend/releases/");
        assertEquals(2, page.querySelectorAll("table.sortable tbody tr").size());
        assertEquals(2, page.querySelectorAll("svg rect").size());
        assertNotNull(page.querySelector("[data-live-url='live'][data-live-over='true'] #blue-green-part-rows"));
        assertTrue(page.asNormalizedText().contains("esc/backend:2.0.2"), page::asNormalizedText);
        JSONArray live =
                jenkins.getJSON("job/backend/releases/api/json").getJSONObject().getJSONArray("live");
        assertEquals("green", live.getJSONObject(0).getString("color"));
    }

    @Test
    @DisplayName("C113 a job's page loads none of its builds")
    void noBuilds() throws Exception {
        releasing.live(jenkins, "2.0.1");
        releasing.live(jenkins, "2.0.2");
        jenkins.jenkins.reload();
        WorkflowJob job = jenkins.jenkins.getItemByFullName("backend", WorkflowJob.class);
        Set<Integer> before = Set.copyOf(job.getLazyBuildMixIn()._getRuns().getLoadedBuilds().keySet());
        ReleasesTab page = (ReleasesTab) new ReleasesTab.Factory().createFor(job).iterator().next();
        assertEquals(2, page.getReleases().getReleases().size());
        assertEquals(before, job.getLazyBuildMixIn()._getRuns().getLoadedBuilds().keySet());
    }

    @Test
    @DisplayName("whoever may not read the job sees none of them")
    void permissions() throws Exception {
        WorkflowRun run = released("2.0.1");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("stranger")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        for (String path :
                List.of("release/", "release/live", "release/fragment", "release/api/json", "../releases/")) {
            URL page = new URL(jenkins.getURL(), run.getUrl() + path);
            assertEquals(404, client().login("stranger").getPage(page).getWebResponse().getStatusCode(), path);
            assertEquals(200, client().login("reader").getPage(page).getWebResponse().getStatusCode(), path);
        }
    }
}
