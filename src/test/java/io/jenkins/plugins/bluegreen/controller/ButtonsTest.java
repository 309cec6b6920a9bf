package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.InvisibleAction;
import hudson.model.Item;
import hudson.model.RootAction;
import io.jenkins.plugins.bluegreen.jenkins.access.BlueGreenPermissions;
import io.jenkins.plugins.bluegreen.jenkins.release.ControllerReleases;
import io.jenkins.plugins.bluegreen.jenkins.steer.ApplicationButtons;
import io.jenkins.plugins.bluegreen.jenkins.steer.Known;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.net.URL;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.awaitility.Awaitility;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("C112 The buttons of an application")
class ButtonsTest {
    private static final String CLUSTER = "local";
    private static final Known ROLL_BACK_ALONE = new Known(false, false, true, "");

    private final ReleasingPipeline releasing = new ReleasingPipeline();
    private JenkinsRule jenkins;

    /** A place for the buttons that has nothing else. */
    @TestExtension
    public static final class Place extends InvisibleAction implements RootAction {
        @Override
        public String getUrlName() {
            return "place";
        }

        public ApplicationButtons getButtons() {
            return new ApplicationButtons(CLUSTER, ReleasingPipeline.NAMESPACE, "backend", "place/", ROLL_BACK_ALONE);
        }
    }

    @BeforeEach
    void live(JenkinsRule rule) throws Exception {
        jenkins = rule;
        releasing.configure();
        releasing.live(jenkins, "1.0");
        releasing.live(jenkins, "1.1");
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("anna", "bob")
                .grant(BlueGreenPermissions.ROLL_BACK)
                .onItems(rule.jenkins.getItem(ReleasingPipeline.JOB))
                .to("anna"));
    }

    @AfterEach
    void close() {
        releasing.close();
    }

    private JenkinsRule.WebClient as(String user) throws Exception {
        return jenkins.createWebClient().login(user).withThrowExceptionOnFailingStatusCode(false);
    }

    private Page ask(String user, HttpMethod method, String button, String seen) throws Exception {
        JenkinsRule.WebClient client = as(user);
        client.getOptions().setRedirectEnabled(false);
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), "place/buttons/" + button), method);
        request.setRequestParameters(List.of(new NameValuePair("seen", seen)));
        if (method == HttpMethod.POST) {
            client.addCrumb(request);
        }
        return client.getPage(request);
    }

    private static int status(Page page) {
        return page.getWebResponse().getStatusCode();
    }

    private String seen(String button) throws Exception {
        HtmlPage page = as("anna").goTo("place/buttons/confirm/" + button + "/");
        DomElement seen = page.querySelector("input[name=seen]");
        return seen.getAttribute("value");
    }

    private List<ReleaseRecord> records() {
        return ControllerReleases.get().history().of(CLUSTER, ReleasingPipeline.NAMESPACE, "backend");
    }

    @Test
    @DisplayName("roll back after a confirmation that says what will happen, with the user in the record")
    void rollBack() throws Exception {
        HtmlPage page = as("anna").goTo("place/buttons/confirm/rollBack/");
        assertTrue(page.asNormalizedText().contains("of backend-blue, image esc/backend:1.0"), page::asNormalizedText);
        String crumb = jenkins.jenkins.getCrumbIssuer().getCrumbRequestField();
        assertEquals(1, page.querySelectorAll("form[method=post] input[name='" + crumb + "']").size());
        assertEquals(302, status(ask("anna", HttpMethod.POST, "rollBack", seen("rollBack"))));
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> records().size() == 3);
        assertEquals("PROMOTED", records().get(0).outcome());
        assertEquals(List.of("Started by user anna"), records().get(0).startedBy());
        assertEquals("1.0", releasing.version());
    }

    @Test
    @DisplayName("are refused without the permission, by GET, and with a stale page")
    void refused() throws Exception {
        String seen = seen("rollBack");
        assertEquals(403, status(ask("bob", HttpMethod.POST, "rollBack", seen)));
        assertEquals(403, status(ask("anna", HttpMethod.POST, "promote", seen)));
        assertEquals(403, status(as("bob").goTo("place/buttons/confirm/rollBack/", null)));
        assertEquals(405, status(ask("anna", HttpMethod.GET, "rollBack", seen)));
        releasing.live(jenkins, "1.2");
        Page stale = ask("anna", HttpMethod.POST, "rollBack", seen);
        assertEquals(409, status(stale));
        assertTrue(stale.getWebResponse().getContentAsString().contains("the page showed green"));
        assertEquals("1.2", releasing.version());
        assertEquals(3, records().size());
    }
}
