package io.jenkins.plugins.bluegreen.controller;

import static io.jenkins.plugins.bluegreen.controller.ReleasingPipeline.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graph.StepNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("blueGreenDeploy")
class DeployStepTest {
    private static final String HEALTH = ", health: actuator(path: '/actuator/health', port: 8080, interval: 1, failures: 1)";
    private static final String WATCHED = HEALTH + ", monitor: [duration: 120, interval: 1]";

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

    private WorkflowRun end(Result result, WorkflowRun run) throws Exception {
        return jenkins.assertBuildStatus(result, jenkins.waitForCompletion(run));
    }

    @Test
    @DisplayName("C107 is refused what the cluster's entry does not allow, before anything is changed")
    void tenants() throws Exception {
        releasing.live(jenkins, "2.0.1");
        ClusterEntry entry = BlueGreenConfiguration.get().getClusters().get(0);
        entry.setMaxTimeout(60);
        WorkflowRun kind = end(Result.FAILURE, releasing.start(jenkins, "2.0.2", ", allowedKinds: ['Namespace'])"));
        jenkins.assertLogContains("does not allow releases the cluster-wide kind Namespace", kind);
        WorkflowRun time = end(Result.FAILURE, releasing.start(jenkins, "2.0.2", ", monitor: [duration: 3600])"));
        jenkins.assertLogContains("\"monitor.duration\" is 3600 s", time);
        entry.setAllowedFolders("elsewhere");
        WorkflowRun folder = end(Result.FAILURE, releasing.start(jenkins, "2.0.2", ")"));
        jenkins.assertLogContains("is not for job", folder);
        assertEquals("2.0.1", releasing.version());
    }

    @Test
    @DisplayName("releases, and gives the result as a map of strings")
    void promoted() throws Exception {
        releasing.live(jenkins, "2.0.1");
        WorkflowRun run = end(Result.SUCCESS, releasing.start(jenkins, "2.0.2", HEALTH + ")"));
        assertEquals("green", releasing.color());
        assertEquals("2.0.2", releasing.version());
        jenkins.assertLogContains("outcome:PROMOTED", run);
        jenkins.assertLogContains("color:green, previousColor:blue, image:esc/backend:2.0.2", run);
        jenkins.assertLogContains("Traffic of backend now goes to backend-green", run);
    }

    @Test
    @DisplayName("runs its block before the switch, with the preview's name in the environment")
    void block() throws Exception {
        releasing.live(jenkins, "2.0.1");
        WorkflowRun run = end(
                Result.SUCCESS,
                releasing.start(
                        jenkins,
                        "2.0.2",
                        ") { echo \"in the block: ${env.PREVIEW_SERVICE} ${env.PREVIEW_URL} ${env.BLUE_GREEN_COLOR} ${env.BLUE_GREEN_PREVIOUS_COLOR}"
                                + " ${env.BLUE_GREEN_IMAGE} ${env.BLUE_GREEN_NAMESPACE}\" }"));
        jenkins.assertLogContains("in the block: backend-preview http://backend-preview.esc.svc:80 green blue esc/backend:2.0.2 esc", run);
        assertEquals("green", releasing.color());
    }

    @Test
    @DisplayName("whose block fails leaves the live colour alone, and fails the build with its reason")
    void blockFails() throws Exception {
        releasing.live(jenkins, "2.0.1");
        WorkflowRun run = end(Result.FAILURE, releasing.start(jenkins, "2.0.2", ") { error '3 of 7 smoke tests failed' }"));
        jenkins.assertLogContains("3 of 7 smoke tests failed The traffic is on backend-blue.", run);
        assertEquals("2.0.1", releasing.version());
        assertEquals(0, releasing.replicas("backend-green"));
    }

    @Test
    @DisplayName("that goes bad under traffic is rolled back, and fails the build with one sentence")
    void rolledBack() throws Exception {
        releasing.live(jenkins, "2.0.1");
        WorkflowRun run = releasing.start(jenkins, "2.0.2", WATCHED + ")");
        jenkins.waitForMessage("MONITOR  begins", run);
        releasing.sicken("green");
        end(Result.FAILURE, run);
        jenkins.assertLogContains("ERROR: Pod backend-green-", run);
        jenkins.assertLogContains("The traffic is on backend-blue.", run);
        assertEquals("blue", releasing.color());
    }

    @Test
    @DisplayName("in an aborted build brings the traffic back, and the build is aborted")
    void aborted() throws Exception {
        releasing.live(jenkins, "2.0.1");
        WorkflowRun run = releasing.start(jenkins, "2.0.2", WATCHED + ")");
        jenkins.waitForMessage("MONITOR  begins", run);
        assertEquals("green", releasing.color());
        run.doStop();
        run.doStop();
        end(Result.ABORTED, run);
        assertEquals("blue", releasing.color());
        assertEquals(0, releasing.replicas("backend-green"));
    }

    @Test
    @DisplayName("aborted in its block leaves the live colour alone")
    void abortedInBlock() throws Exception {
        releasing.live(jenkins, "2.0.1");
        WorkflowRun run = releasing.start(jenkins, "2.0.2", ") { echo 'in the block'; sleep 300 }");
        jenkins.waitForMessage("in the block", run);
        run.doStop();
        end(Result.ABORTED, run);
        assertEquals("2.0.1", releasing.version());
        assertEquals(0, releasing.replicas("backend-green"));
    }

    @Test
    @DisplayName("without ports in its preview Service has no address for it in the block")
    void blockWithoutAddress() throws Exception {
        String file = """
                writeFile file: 'k8s/preview.yaml', text: '''
                apiVersion: v1
                kind: Service
                metadata: {name: backend-preview}
                spec: {clusterIP: None, selector: {app: backend}}
                '''
                """;
        WorkflowRun run = end(
                Result.SUCCESS,
                releasing.run(
                        jenkins,
                        file + "withBlueGreenDeploy(" + ReleasingPipeline.parameters("2.0.1")
                                + ") { echo \"in the block: ${env.PREVIEW_SERVICE} ${env.PREVIEW_URL}\" }"));
        jenkins.assertLogContains("in the block: backend-preview null", run);
    }

    @Test
    @DisplayName("says on its node what it does, where it has no block that would make it a stage")
    void label() throws Exception {
        end(Result.SUCCESS, releasing.start(jenkins, "2.0.1", ", app: 'backend')"));
        WorkflowRun released = end(Result.SUCCESS, releasing.start(jenkins, "2.0.2", ")"));
        assertEquals(List.of("esc/backend:2.0.2"), labels(released, "blueGreenDeploy"));
        WorkflowRun tested = end(Result.SUCCESS, releasing.start(jenkins, "2.0.3", ", app: 'backend') { echo 'x' }"));
        assertEquals(Set.of("none"), Set.copyOf(labels(tested, "withBlueGreenDeploy")));
        WorkflowRun back = end(
                Result.SUCCESS,
                releasing.run(
                        jenkins,
                        "blueGreenRollback(app: 'backend', stabilize: 0, scaleDownDelay: 0)\n"
                                + "blueGreenDeploy(app: 'backend', dryRun: true, "
                                + ReleasingPipeline.parameters("2.0.4") + ")"));
        assertEquals(List.of("backend: rollback"), labels(back, "blueGreenRollback"));
        assertEquals(List.of("backend: esc/backend:2.0.4"), labels(back, "blueGreenDeploy"));
        FlowNode node = nodes(back, "blueGreenDeploy").get(0);
        assertEquals("backend esc/backend:2.0.4", ArgumentsAction.getStepArgumentsAsString(node));
    }

    /** The labels of all nodes of a step, newest first; {@code none} for a node without one. */
    private static List<String> labels(WorkflowRun run, String step) {
        return nodes(run, step).stream()
                .map(node -> node.getAction(LabelAction.class))
                .map(label -> label == null ? "none" : label.getDisplayName())
                .toList();
    }

    private static List<FlowNode> nodes(WorkflowRun run, String step) {
        return new DepthFirstScanner()
                .allNodes(run.getExecution()).stream()
                        .filter(node -> node instanceof StepNode of
                                && of.getDescriptor().getFunctionName().equals(step))
                        .toList();
    }

    @Test
    @DisplayName("goes back by blueGreenRollback")
    void rollback() throws Exception {
        releasing.live(jenkins, "2.0.1");
        releasing.live(jenkins, "2.0.2");
        WorkflowRun run = end(
                Result.SUCCESS,
                releasing.run(jenkins, "echo \"${blueGreenRollback(app: 'backend', stabilize: 0, scaleDownDelay: 0)}\""));
        jenkins.assertLogContains("backend is back on backend-blue", run);
        assertEquals("2.0.1", releasing.version());
    }

    @Test
    @DisplayName("C63 keeps the manifests' secrets out of the log and the build's files, and nothing after the build")
    void secrets() throws Exception {
        releasing.live(jenkins, "2.0.1");
        WorkflowRun run = releasing.start(jenkins, "2.0.2", WATCHED + ")");
        jenkins.waitForMessage("MONITOR  begins", run);
        Path folder = run.getRootDir().toPath();
        assertTrue(files(folder).anyMatch(file -> file.getFileName().toString().endsWith(".release")));
        String token = releasing.cluster.kubeconfig().replaceAll("(?s).*token: \"?([^\"\\s]+).*", "$1");
        assertTrue(token.length() > 5 && !token.contains("\n"), token);
        try (Stream<Path> files = files(folder)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(text.contains(ReleasingPipeline.PASSWORD), file::toString);
                assertFalse(text.contains(token), file::toString);
            }
        }
        run.doStop();
        end(Result.ABORTED, run);
        assertFalse(files(folder).anyMatch(file -> file.getFileName().toString().endsWith(".release")));
    }

    private static Stream<Path> files(Path folder) throws Exception {
        return Files.walk(folder).filter(Files::isRegularFile);
    }

    @Test
    @DisplayName("refuses invalid parameters before anything is touched")
    void refused() throws Exception {
        WorkflowRun run = end(Result.FAILURE, releasing.run(jenkins, "blueGreenDeploy(manifests: 'nowhere/*.yaml')"));
        jenkins.assertLogContains("nowhere/*.yaml", run);
        run = end(Result.FAILURE, releasing.run(jenkins, "blueGreenDeploy(cluster: 'other', manifests: 'k8s/*.yaml')"));
        jenkins.assertLogContains("other", run);
        jenkins.assertLogContains("local", run);
        String withNull = "blueGreenDeploy(manifestText: [a: 'x'], variables: [A: null])";
        run = end(Result.FAILURE, releasing.run(jenkins, withNull));
        jenkins.assertLogContains("no value for A", run);
        assertEquals(0, releasing.cluster.list(NAMESPACE, "deployments").size());
    }
}
