package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.discord.local.LocalDiscord;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A Jenkins controller for trying out the plugin. The arguments are the command that starts it, {@code mvn hpi:run}.
 * Its configuration is {@code examples/jenkins.yaml}, whose cluster {@code staging} and webhook {@code team} run in
 * this JVM. Its home is {@code work}, with a job for each application under {@code examples/}. {@code
 * target/jenkins/discord.html} shows the messages, and is updated. Ends with the controller, with its exit code.
 */
public final class JenkinsRun {
    private static final Path PLACE = Path.of("target", "jenkins");
    private static final Path JOBS = Path.of("work", "jobs");
    private static final Path EXAMPLES = Path.of("examples");
    private static final String NAMESPACE = "esc";
    private static final long REFRESH_MILLIS = 1_000;

    private JenkinsRun() {}

    /** Starts everything and waits for the command's end. */
    public static void main(String[] command) throws Exception {
        int code;
        try (EmbeddedCluster cluster = EmbeddedCluster.start(Speed.human());
                LocalDiscord discord = LocalDiscord.start()) {
            cluster.namespace(NAMESPACE);
            Files.createDirectories(PLACE);
            for (Application application : Demo.APPLICATIONS) {
                writeJob(application);
            }
            Path page = PLACE.resolve("discord.html");
            System.out.println("Jenkins will be at http://localhost:8080/jenkins/, its jobs are 'backend' and 'frontend'; "
                    + "what they tell Discord is in " + page);
            Process controller = start(command, environment(cluster, discord));
            do {
                Files.writeString(page, page(discord));
            } while (!controller.waitFor(REFRESH_MILLIS, TimeUnit.MILLISECONDS));
            code = controller.exitValue();
        }
        System.exit(code);
    }

    private static Process start(String[] command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        Process process = builder.start();
        // Jenkins runs in a process that Maven starts
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }));
        return process;
    }

    /** The environment variables of the example's configuration, and its path. */
    private static Map<String, String> environment(EmbeddedCluster cluster, LocalDiscord discord) throws IOException {
        Path beside = Files.writeString(PLACE.resolve("beside.yaml"), """
                unclassified:
                  blueGreenDeploy:
                    webhookHosts: "%s"
                  location:
                    url: "http://localhost:8080/jenkins/"
                """.formatted(discord.address()));
        return Map.of(
                "CASC_JENKINS_CONFIG",
                EXAMPLES.resolve("jenkins.yaml").toAbsolutePath() + "," + beside.toAbsolutePath(),
                "STAGING_KUBECONFIG_BASE64",
                Base64.getEncoder().encodeToString(cluster.kubeconfig().getBytes(StandardCharsets.UTF_8)),
                "PROD_TOKEN",
                "there-is-no-such-cluster",
                "PROD_CA_CERTIFICATE",
                "",
                "DISCORD_WEBHOOK_URL",
                discord.webhook());
    }

    /** Creates the job unless it exists: a user may have changed it. */
    private static void writeJob(Application application) throws IOException {
        Path file = JOBS.resolve(application.name()).resolve("config.xml");
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                <?xml version='1.1' encoding='UTF-8'?>
                <flow-definition plugin="workflow-job">
                  <description>Releases examples/%1$s on the cluster beside this controller.</description>
                  <definition class="org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition" plugin="workflow-cps">
                    <script>%2$s</script>
                    <sandbox>true</sandbox>
                  </definition>
                </flow-definition>
                """.formatted(application.name(), escaped(script(application))));
    }

    private static String script(Application application) {
        StringBuilder variables = new StringBuilder("VERSION: version");
        new TreeMap<>(application.variables()).forEach(
                (name, value) -> variables.append(", ").append(name).append(": '").append(value).append('\''));
        return """
                def version = "2.0.${env.BUILD_NUMBER}"
                node {
                    ws('%1$s') {
                        withDiscordNotify(webhook: 'team') {
                            stage('Deploy') {
                                blueGreenDeploy(
                                    cluster: 'staging',
                                    app: '%2$s',
                                    manifests: 'k8s/*.yaml',
                                    // tags that end in -down, -crash or missing misbehave
                                    image: "registry.example.com/shop/%2$s:${version}",
                                    variables: [%3$s],
                                    health: http(path: '/actuator/health', port: 8080),
                                    stabilize: 5,
                                    monitor: [duration: 30],
                                    scaleDownDelay: 10
                                )
                            }
                        }
                    }
                }
                """.formatted(EXAMPLES.resolve(application.name()).toAbsolutePath(), application.name(), variables);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String page(LocalDiscord discord) {
        return "<!DOCTYPE html><meta charset='utf-8'><meta http-equiv='refresh' content='2'><title>Discord</title><style>"
                + LocalDiscord.STYLE + "</style>" + discord.conversation();
    }
}
