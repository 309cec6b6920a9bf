package io.jenkins.plugins.bluegreen.controller;

import static io.jenkins.plugins.bluegreen.controller.ReleasingPipeline.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import hudson.FilePath;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.tasks.Builder;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.NamedValue;
import io.jenkins.plugins.bluegreen.jenkins.steps.ActuatorHealth;
import io.jenkins.plugins.bluegreen.jenkins.steps.BlueGreenDeployBuilder;
import io.jenkins.plugins.bluegreen.jenkins.steps.BlueGreenDeployStep;
import io.jenkins.plugins.bluegreen.jenkins.steps.MonitorOption;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("The build step of a freestyle job")
class DeployBuilderTest {
    private final ReleasingPipeline releasing = new ReleasingPipeline();
    private JenkinsRule jenkins;
    private FreeStyleProject job;
    private BlueGreenDeployStep step;

    @BeforeEach
    void job(JenkinsRule rule) throws Exception {
        jenkins = rule;
        releasing.configure();
        job = jenkins.createFreeStyleProject();
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("VERSION", ""), new StringParameterDefinition("DB_PASSWORD", "")));
        FilePath k8s = jenkins.jenkins.getWorkspaceFor(job).child("k8s");
        try (Stream<Path> files = Files.list(Path.of("examples", "backend", "k8s"))) {
            for (Path file : files.toList()) {
                k8s.child(file.getFileName().toString()).write(Files.readString(file), "UTF-8");
            }
        }
        step = new BlueGreenDeployStep();
        step.setManifests("k8s/*.yaml");
        step.setImage("esc/backend:${VERSION}");
        step.setVariables(List.of(
                new NamedValue("VERSION", "$VERSION"),
                new NamedValue("DB_HOST", "db"),
                new NamedValue("DB_USER", "u"),
                new NamedValue("DB_PASSWORD", "${DB_PASSWORD}")));
        step.setStabilize(0);
        step.setScaleDownDelay(0);
        ActuatorHealth health = new ActuatorHealth("/actuator/health", 8080);
        health.setInterval(1);
        health.setFailures(1);
        step.setHealth(health);
        job.getBuildersList().add(new BlueGreenDeployBuilder(step));
    }

    @AfterEach
    void close() {
        releasing.close();
    }

    private FreeStyleBuild start(String version) throws Exception {
        return job.scheduleBuild2(
                        0,
                        new ParametersAction(
                                new StringParameterValue("VERSION", version),
                                new StringParameterValue("DB_PASSWORD", "swordfish")))
                .waitForStart();
    }

    private FreeStyleBuild release(Result result, String version) throws Exception {
        return jenkins.assertBuildStatus(result, jenkins.waitForCompletion(start(version)));
    }

    @Test
    @DisplayName("releases, with the build's variables in its texts")
    void promoted() throws Exception {
        release(Result.SUCCESS, "2.0.1");
        FreeStyleBuild build = release(Result.SUCCESS, "2.0.2");
        jenkins.assertLogContains("Traffic of backend now goes to backend-green", build);
        jenkins.assertLogNotContains("swordfish", build);
        assertEquals("green", releasing.color());
        assertEquals("2.0.2", releasing.version());
        assertEquals(0, releasing.replicas("backend-blue"));
    }

    @Test
    @DisplayName("fails the build with one sentence when the release fails, and leaves the live colour alone")
    void failed() throws Exception {
        release(Result.SUCCESS, "2.0.1");
        FreeStyleBuild build = release(Result.FAILURE, "2.0.2-down");
        jenkins.assertLogContains("ERROR: ", build);
        jenkins.assertLogContains("The traffic is on backend-blue.", build);
        assertEquals("2.0.1", releasing.version());
        assertEquals(0, releasing.replicas("backend-green"));
    }

    @Test
    @DisplayName("in an aborted build brings the traffic back first")
    void aborted() throws Exception {
        release(Result.SUCCESS, "2.0.1");
        MonitorOption monitor = new MonitorOption();
        monitor.setDuration(300);
        step.setMonitor(monitor);
        FreeStyleBuild build = start("2.0.2");
        jenkins.waitForMessage("MONITOR  begins", build);
        assertEquals("green", releasing.color());
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertEquals("blue", releasing.color());
        assertEquals(0, releasing.replicas("backend-green"));
    }

    @Test
    @DisplayName("tells Discord by a message of its own")
    void told() throws Exception {
        try (ChannelOfJenkins channel = new ChannelOfJenkins()) {
            channel.configure();
            step.setNotify("team");
            release(Result.SUCCESS, "2.0.1");
            assertEquals(1, channel.posted());
            assertEquals("✅ backend is live on blue", channel.title(0));
            release(Result.FAILURE, "2.0.2-down");
            assertEquals(3, channel.posted());
            assertEquals("❌ backend was not released; its traffic was not touched", channel.title(1));
            assertEquals(Set.of("everyone"), channel.pings(2));
        }
    }

    @Test
    @DisplayName("releases without Discord when the webhook can't be used, and says so")
    void untold() throws Exception {
        BlueGreenConfiguration.get().setWebhooks(List.of(ChannelOfJenkins.entry("team", "gone")));
        step.setNotify("team");
        FreeStyleBuild build = release(Result.SUCCESS, "2.0.1");
        jenkins.assertLogContains("Discord webhook \"team\" is told nothing of this release, which goes on", build);
        assertEquals("2.0.1", releasing.version());
    }

    @Test
    @DisplayName("says what is wrong before anything is touched")
    void refused() throws Exception {
        step.setManifests("nowhere/*.yaml");
        jenkins.assertLogContains("nowhere/*.yaml", release(Result.FAILURE, "2.0.1"));
        step.setManifests("k8s/*.yaml");
        step.setKeepPrevious("gone");
        jenkins.assertLogContains("ERROR: keepPrevious is \"gone\"", release(Result.FAILURE, "2.0.1"));
        step.setKeepPrevious("delete");
        step.setNotify("nobody");
        jenkins.assertLogContains("ERROR: No Discord webhook", release(Result.FAILURE, "2.0.1"));
        assertNull(releasing.cluster.get(NAMESPACE, "deployments", "backend-blue"));
    }

    @Test
    @DisplayName("has its parameters without nesting, by the name of the Pipeline step, as Job DSL sets them")
    void flat() {
        Map<String, Object> parameters = Map.of(
                "app", "backend",
                "manifests", "k8s/*.yaml",
                "stabilize", 0,
                "preview", true,
                "variables", List.of(Map.of("name", "DB_HOST", "value", "db")),
                "health", Map.of("$class", "ActuatorHealth", "path", "/actuator/health", "port", 8080));
        BlueGreenDeployBuilder flat = (BlueGreenDeployBuilder)
                new UninstantiatedDescribable("blueGreenDeploy", null, parameters).instantiate(Builder.class, null);
        BlueGreenDeployStep nested = DescribableModel.of(BlueGreenDeployStep.class).instantiate(parameters, null);
        assertEquals(Snippetizer.object2Groovy(nested), Snippetizer.object2Groovy(flat.getDeploy()));
        UninstantiatedDescribable written = DescribableModel.uninstantiate2_(flat);
        assertEquals("blueGreenDeploy", written.getSymbol());
        assertEquals(parameters.keySet(), written.getArguments().keySet());
    }

    @Test
    @DisplayName("of a job that was saved by an older version is read, and releases")
    void saved() throws Exception {
        Source xml = new StreamSource(new StringReader("""
                <project>
                  <builders>
                    <io.jenkins.plugins.bluegreen.jenkins.steps.BlueGreenDeployBuilder>
                      <deploy>
                        <app>backend</app>
                        <keepPrevious>running</keepPrevious>
                        <dryRun>false</dryRun>
                        <manifests>k8s/*.yaml</manifests>
                        <image>esc/backend:2.0.1</image>
                        <variables>
                          <io.jenkins.plugins.bluegreen.jenkins.form.NamedValue>
                            <name>VERSION</name>
                            <value>2.0.1</value>
                          </io.jenkins.plugins.bluegreen.jenkins.form.NamedValue>
                          <io.jenkins.plugins.bluegreen.jenkins.form.NamedValue>
                            <name>DB_HOST</name>
                            <value>db</value>
                          </io.jenkins.plugins.bluegreen.jenkins.form.NamedValue>
                          <io.jenkins.plugins.bluegreen.jenkins.form.NamedValue>
                            <name>DB_USER</name>
                            <value>u</value>
                          </io.jenkins.plugins.bluegreen.jenkins.form.NamedValue>
                          <io.jenkins.plugins.bluegreen.jenkins.form.NamedValue>
                            <name>DB_PASSWORD</name>
                            <value>p</value>
                          </io.jenkins.plugins.bluegreen.jenkins.form.NamedValue>
                        </variables>
                        <onFailure>scaleDown</onFailure>
                        <adopt>false</adopt>
                        <forceConflicts>false</forceConflicts>
                      </deploy>
                    </io.jenkins.plugins.bluegreen.jenkins.steps.BlueGreenDeployBuilder>
                  </builders>
                </project>
                """));
        job.updateByXml(xml);
        BlueGreenDeployBuilder builder = job.getBuildersList().get(BlueGreenDeployBuilder.class);
        assertEquals("backend", builder.getApp());
        assertEquals("running", builder.getKeepPrevious());
        assertEquals(List.of(), builder.getManifestTexts());
        assertEquals(List.of(), builder.getImages());
        builder.setStabilize(0);
        builder.setScaleDownDelay(0);
        jenkins.assertBuildStatusSuccess(job.scheduleBuild2(0));
        assertEquals("2.0.1", releasing.version());
    }
}
