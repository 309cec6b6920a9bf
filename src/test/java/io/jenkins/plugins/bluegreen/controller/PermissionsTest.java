package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import io.jenkins.plugins.bluegreen.jenkins.access.BlueGreenPermissions;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("The permissions of the plugin")
class PermissionsTest {
    private final ReleasingPipeline releasing = new ReleasingPipeline();
    private final MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        releasing.configure();
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        strategy.grant(Jenkins.READ, Item.READ, Computer.BUILD).everywhere().to("anna");
        rule.jenkins.setAuthorizationStrategy(strategy);
    }

    @AfterEach
    void close() {
        releasing.close();
    }

    private void buildsRunAs(String user) {
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator()
                        .authenticate(ReleasingPipeline.JOB, User.getById(user, true).impersonate2()));
    }

    @Test
    @DisplayName("are known by their names, and implied by the one to build")
    void registered() {
        assertSame(BlueGreenPermissions.GROUP, PermissionGroup.get(BlueGreenPermissions.class));
        assertEquals("BlueGreen", BlueGreenPermissions.GROUP.getId());
        for (Permission permission : List.of(
                BlueGreenPermissions.RELEASE, BlueGreenPermissions.ROLL_BACK, BlueGreenPermissions.PROMOTE)) {
            assertSame(permission, Permission.fromId(permission.getId()));
            assertSame(Item.BUILD, permission.impliedBy);
        }
    }

    @Test
    @DisplayName("refuse a release of a build whose user has none, before anything is touched")
    void refused() throws Exception {
        buildsRunAs("anna");
        int before = releasing.cluster.list(ReleasingPipeline.NAMESPACE, "services").size();
        WorkflowRun build = releasing.start(jenkins, "1.0", ")");
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("anna may not do this by job " + ReleasingPipeline.JOB, build);
        assertEquals(before, releasing.cluster.list(ReleasingPipeline.NAMESPACE, "services").size());
    }

    @Test
    @DisplayName("let a user release who has the permission, and Jenkins itself")
    void allowed() throws Exception {
        strategy.grant(BlueGreenPermissions.RELEASE).everywhere().to("anna");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(releasing.start(jenkins, "1.0", ")")));
        buildsRunAs("anna");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(releasing.start(jenkins, "1.1", ")")));
        assertTrue(releasing.cluster.list(ReleasingPipeline.NAMESPACE, "leases").isEmpty());
    }
}
