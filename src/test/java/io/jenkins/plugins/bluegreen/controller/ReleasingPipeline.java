package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.FilePath;
import hudson.model.Result;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * An embedded cluster that is configured in a Jenkins, and Pipelines that release the backend of {@code examples/} to
 * it.
 */
final class ReleasingPipeline implements AutoCloseable {
    static final String NAMESPACE = "esc";
    static final String JOB = "backend";
    /** A password that must appear only in the manifests. */
    static final String PASSWORD = "swordfish";
    private static final String QUICK = "stabilize: 0, scaleDownDelay: 0";

    final EmbeddedCluster cluster = EmbeddedCluster.start(Speed.fast());

    ReleasingPipeline() {
        cluster.namespace(NAMESPACE);
    }

    /** Configures the cluster; once per Jenkins home. */
    void configure() throws Exception {
        configure("local", cluster.url());
    }

    /** Configures another cluster with the same credentials and another address. */
    void configure(String name, String url) throws Exception {
        String kubeconfig = cluster.kubeconfig().replace(cluster.url(), url);
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new FileCredentialsImpl(
                        CredentialsScope.SYSTEM,
                        name,
                        "",
                        "config",
                        SecretBytes.fromBytes(kubeconfig.getBytes(StandardCharsets.UTF_8))));
        SystemCredentialsProvider.getInstance().save();
        ClusterEntry entry = new ClusterEntry(name);
        entry.setCredentialsId(name);
        entry.setNamespace(NAMESPACE);
        List<ClusterEntry> clusters = new ArrayList<>(BlueGreenConfiguration.get().getClusters());
        clusters.add(entry);
        BlueGreenConfiguration.get().setClusters(clusters);
    }

    /** Starts a build with a step; {@code more} is further parameters and perhaps a block. */
    WorkflowRun start(JenkinsRule jenkins, String version, String more) throws Exception {
        String step = more.contains("{") ? "withBlueGreenDeploy" : "blueGreenDeploy";
        String parameters = more.contains("stabilize") ? parameters(version).replace("stabilize: 0, ", "") : parameters(version);
        return run(jenkins, "def r = " + step + "(" + parameters + more + "\necho \"result: ${r}\"");
    }

    static String parameters(String version) {
        return "manifests: 'k8s/*.yaml', image: 'esc/backend:" + version + "', " + QUICK
                + ", variables: [VERSION: '" + version + "', DB_HOST: 'db', DB_USER: 'u']";
    }

    /** Starts a build of {@code script} in a workspace with the manifests. */
    WorkflowRun run(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, JOB);
        }
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job).child("k8s");
        try (Stream<Path> files = Files.list(Path.of("examples", "backend", "k8s"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file).replace("${DB_PASSWORD}", PASSWORD);
                workspace.child(file.getFileName().toString()).write(text, "UTF-8");
            }
        }
        job.setDefinition(new CpsFlowDefinition("node {\n" + script + "\n}", true));
        return job.scheduleBuild2(0).waitForStart();
    }

    /** Releases a version and asserts that it is live. */
    void live(JenkinsRule jenkins, String version) throws Exception {
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(start(jenkins, version, ")")));
        assertEquals(version, version());
    }

    /** The version that the active Service's Pods run. */
    String version() {
        return image().replaceFirst(".*:", "");
    }

    private String image() {
        String color = cluster.get(NAMESPACE, "services", "backend").at("/spec/selector/color").asText();
        return cluster.get(NAMESPACE, "deployments", "backend-" + color)
                .at("/spec/template/spec/containers/0/image")
                .asText();
    }

    String color() {
        return cluster.get(NAMESPACE, "services", "backend").at("/spec/selector/color").asText();
    }

    int replicas(String deployment) {
        return cluster.get(NAMESPACE, "deployments", deployment).at("/spec/replicas").asInt();
    }

    /** Makes the health check of every Pod of a colour fail. */
    void sicken(String color) {
        cluster.pods(NAMESPACE, "app=backend,color=" + color).forEach(pod -> cluster.setHealth(NAMESPACE, pod, "DOWN"));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
