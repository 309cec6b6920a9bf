package io.jenkins.plugins.bluegreen.controller.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Descriptor;
import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("The configuration's checks, lists and tests")
class ConfigurationPermissionsTest {
    private JenkinsRule jenkins;

    @BeforeEach
    void users(JenkinsRule rule) throws Exception {
        jenkins = rule;
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.SYSTEM_READ, Jenkins.MANAGE)
                .everywhere()
                .to("reader"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "stored", "", Secret.fromString("a-secret-token")));
    }

    /** The form endpoints that Stapler serves: {@code descriptorByName/CLASS/checkName}. */
    private List<String> endpoints() {
        List<String> endpoints = new ArrayList<>();
        for (Class<?> type : List.of(BlueGreenConfiguration.class, ClusterEntry.class, WebhookEntry.class)) {
            Descriptor<?> descriptor = jenkins.jenkins.getDescriptorByName(type.getName());
            Stream.of(descriptor.getClass().getDeclaredMethods())
                    .map(Method::getName)
                    .filter(name -> name.matches("do[A-Z].*"))
                    .map(name -> name.substring(2, 3).toLowerCase() + name.substring(3))
                    .distinct()
                    .forEach(name -> endpoints.add("descriptorByName/" + type.getName() + "/" + name));
        }
        return endpoints;
    }

    private Page ask(String user, HttpMethod method, String endpoint, String... parameters) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().login(user).withThrowExceptionOnFailingStatusCode(false);
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), endpoint), method);
        List<NameValuePair> pairs = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            pairs.add(new NameValuePair(parameters[i], parameters[i + 1]));
        }
        request.setRequestParameters(pairs);
        if (method == HttpMethod.POST) {
            client.addCrumb(request);
        }
        return client.getPage(request);
    }

    @Test
    @DisplayName("answer nobody but an administrator, who manages Jenkins otherwise too")
    void reader() throws Exception {
        List<String> endpoints = endpoints();
        assertTrue(endpoints.size() >= 19, endpoints::toString);
        for (String endpoint : endpoints) {
            Page answer = ask("reader", HttpMethod.POST, endpoint, "value", "x", "credentialsId", "stored", "name", "x");
            String body = answer.getWebResponse().getContentAsString();
            if (endpoint.endsWith("fillCredentialsIdItems")) {
                assertEquals(200, answer.getWebResponse().getStatusCode(), endpoint);
                // only the value that the page shows anyway
                assertEquals(1, body.split("\"value\"", -1).length - 1, body);
            } else {
                assertEquals(403, answer.getWebResponse().getStatusCode(), endpoint);
            }
            assertFalse(body.contains("a-secret-token"), endpoint);
        }
    }

    @Test
    @DisplayName("answer no GET, which a page elsewhere could send in an administrator's name")
    void get() throws Exception {
        for (String endpoint : endpoints()) {
            int status = ask("admin", HttpMethod.GET, endpoint).getWebResponse().getStatusCode();
            assertTrue(status == 404 || status == 405, endpoint + ": " + status);
        }
    }

    @Test
    @DisplayName("answer an administrator")
    void admin() throws Exception {
        String cluster = "descriptorByName/" + ClusterEntry.class.getName() + "/";
        assertEquals("<div/>", post(cluster + "checkNamespace", "value", "shop"));
        assertTrue(post(cluster + "checkNamespace", "value", "Shop").contains("be a namespace"));
        assertTrue(post(cluster + "checkServerUrl", "value", "ftp://x", "inCluster", "false").contains("https://"));
        assertTrue(post(cluster + "checkServerUrl", "value", "http://x", "inCluster", "false").contains("plain http"));
        assertTrue(post(cluster + "checkCaCertificate", "value", "nonsense").contains("not a certificate"));
        assertTrue(post(cluster + "checkAllowedFolders", "value", "nowhere").contains("no folder"));
        assertTrue(post(cluster + "fillCredentialsIdItems", "credentialsId", "").contains("stored"));
        BlueGreenConfiguration.get().setClusters(List.of(new ClusterEntry("prod")));
        assertTrue(post(cluster + "checkName", "value", "prod", "savedName", "").contains("there already"));
        assertEquals("<div/>", post(cluster + "checkName", "value", "prod", "savedName", "prod"));
        String webhook = "descriptorByName/" + WebhookEntry.class.getName() + "/";
        assertTrue(post(webhook + "checkMention", "value", "everyone").contains("nobody to mention"));
        assertTrue(post(webhook + "checkUsername", "value", "discord").contains("refuses"));
        assertTrue(post(webhook + "fillLanguageItems").contains("한국어"));
    }

    private String post(String endpoint, String... parameters) throws Exception {
        Page answer = ask("admin", HttpMethod.POST, endpoint, parameters);
        assertEquals(200, answer.getWebResponse().getStatusCode(), endpoint);
        return answer.getWebResponse().getContentAsString();
    }
}
