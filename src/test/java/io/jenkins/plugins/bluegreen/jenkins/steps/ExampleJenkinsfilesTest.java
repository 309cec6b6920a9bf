package io.jenkins.plugins.bluegreen.jenkins.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.jenkins.discord.WithDiscordNotifyStep;
import io.jenkins.plugins.bluegreen.jenkins.sources.ElasticsearchOption;
import io.jenkins.plugins.bluegreen.jenkins.steps.Jenkinsfile.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The example of a Pipeline")
class ExampleJenkinsfilesTest {
    private static final Path EXAMPLES = Path.of("examples");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)}");
    private static final Map<String, Class<?>> STEPS = Map.of(
            "blueGreenDeploy", BlueGreenDeployStep.class,
            "withBlueGreenDeploy", WithBlueGreenDeployStep.class,
            "blueGreenRollback", BlueGreenRollbackStep.class,
            "withDiscordNotify", WithDiscordNotifyStep.class);
    private static final Map<String, Class<?>> NESTED = Map.of(
            "actuator", ActuatorHealth.class,
            "http", HttpHealth.class,
            "monitor", MonitorOption.class,
            "prometheus", PrometheusOption.class,
            "queries", QueryOption.class,
            "elasticsearch", ElasticsearchOption.class,
            "drain", DrainOption.class);

    private static Jenkinsfile example(String name) throws IOException {
        return Jenkinsfile.read(EXAMPLES.resolve(name).resolve("Jenkinsfile"));
    }

    private static List<Call> releases(Jenkinsfile example) {
        return example.calls.stream()
                .filter(call -> call.name().matches("(blueGreenD|withBlueGreenD)eploy"))
                .toList();
    }

    @ParameterizedTest(name = "{0} has parameters that the steps take")
    @ValueSource(strings = {"backend", "frontend", "scripted"})
    void parameters(String name) throws IOException {
        Jenkinsfile example = example(name);
        assertFalse(releases(example).isEmpty());
        for (Call call : example.calls) {
            if (STEPS.containsKey(call.name())) {
                assertTaken(STEPS.get(call.name()), call.named());
            }
        }
    }

    private static void assertTaken(Class<?> type, Map<String, Expression> named) {
        Set<String> taken = FormsTest.parameters(type);
        named.forEach((parameter, value) -> {
            assertTrue(taken.contains(parameter), () -> type.getSimpleName() + " has no " + parameter);
            List<Expression> values = value instanceof ListExpression list ? list.getExpressions() : List.of(value);
            for (Expression one : values) {
                String nested = one instanceof MethodCallExpression call ? call.getMethodAsString() : parameter;
                if (one instanceof MethodCallExpression || one instanceof MapExpression && NESTED.containsKey(nested)) {
                    assertTaken(NESTED.get(nested), Jenkinsfile.named(one));
                }
            }
        });
    }

    @ParameterizedTest(name = "{0} releases when its agent is gone, and tells Discord of each stage")
    @ValueSource(strings = {"backend", "frontend", "scripted"})
    void release(String name) throws IOException {
        Jenkinsfile example = example(name);
        for (Call release : releases(example)) {
            assertFalse(release.isOnAgent(), release::name);
            assertTrue(release.aroundIt().contains("stage"));
        }
        assertTrue(example.calls("checkout").stream().allMatch(Call::isOnAgent));
        Call message = example.calls("withDiscordNotify").get(0);
        List<Call> stages = example.calls("stage");
        if (message.aroundIt().contains("options")) {
            assertEquals(List.of("options", "pipeline"), message.aroundIt());
        } else {
            assertEquals(stages, example.within(message, "stage"));
        }
        assertTrue(stages.size() >= 5, () -> stages.toString());
    }

    @ParameterizedTest(name = "{0} has an agent that is a Pod with the containers that are used, and no Docker daemon")
    @ValueSource(strings = {"backend", "frontend", "scripted"})
    void pod(String name) throws IOException {
        Jenkinsfile example = example(name);
        String yaml = example.calls("podTemplate").stream()
                .map(call -> Jenkinsfile.text(call.named().get("yaml")))
                .findFirst()
                .orElseGet(() -> example.calls("yaml").get(0).text());
        Pod pod = Serialization.unmarshal(yaml, Pod.class);
        List<Container> containers = pod.getSpec().getContainers();
        assertEquals(
                example.calls("container").stream().map(Call::text).collect(Collectors.toSet()),
                containers.stream().map(Container::getName).collect(Collectors.toSet()));
        Set<String> volumes = pod.getSpec().getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
        for (Container container : containers) {
            // a container that ends would end the agent
            assertEquals(List.of("sleep", "99d"), container.getCommand());
            assertEquals(Map.of(), container.getAdditionalProperties());
            for (VolumeMount mount : container.getVolumeMounts()) {
                assertTrue(volumes.contains(mount.getName()), mount::getName);
            }
        }
        assertFalse(yaml.contains("privileged") || yaml.contains("hostPath") || yaml.contains("docker.sock"));
        // the user of the agent's own container, so that each may write to the workspace
        assertEquals(1000, pod.getSpec().getSecurityContext().getRunAsUser());
        assertTrue(Files.readString(EXAMPLES.resolve(name).resolve("Jenkinsfile")).contains(":latest"));
    }

    @ParameterizedTest(name = "{0} reads all manifests, and has a value for each of their placeholders")
    @ValueSource(strings = {"backend", "frontend", "scripted"})
    void manifests(String name) throws IOException {
        Jenkinsfile example = example(name);
        List<List<String>> read = example.loops.stream()
                .filter(files -> files.get(0).startsWith("k8s/"))
                .toList();
        List<Call> releases = releases(example);
        assertEquals(releases.size(), read.size());
        for (int i = 0; i < read.size(); i++) {
            Path application = EXAMPLES.resolve(Jenkinsfile.text(releases.get(i).named().get("app")));
            assertEquals(files(application), new TreeSet<>(read.get(i)));
            Set<String> given = new TreeSet<>(Jenkinsfile.named(releases.get(i).named().get("variables")).keySet());
            given.add("IMAGE");
            Set<String> wanted = new TreeSet<>();
            for (String file : read.get(i)) {
                PLACEHOLDER.matcher(Files.readString(application.resolve(file)))
                        .results()
                        .forEach(match -> wanted.add(match.group(1)));
            }
            assertEquals(wanted, given);
        }
    }

    private static Set<String> files(Path application) throws IOException {
        try (Stream<Path> files = Files.list(application.resolve("k8s"))) {
            return files.map(file -> "k8s/" + file.getFileName()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
