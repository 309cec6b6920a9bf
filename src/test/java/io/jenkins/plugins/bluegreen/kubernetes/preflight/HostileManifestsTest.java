package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.DEPLOYMENT;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.SERVICE;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.management.ThreadMXBean;
import io.jenkins.plugins.bluegreen.Sample;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.AppliedObject;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.Manifests;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.Mutation;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random mutations of manifests: the examples, and one file with every kind that is coloured. */
@Tag("sweep")
class HostileManifestsTest {
    private static final int MUTANTS = Sample.of(3_000, 600);
    private static final Duration MOST_WORK = Duration.ofSeconds(2);
    private static final long MOST_BYTES = 256L << 20;
    private static final String EVERYTHING = String.join("---\n", DEPLOYMENT.replace("      containers:", """
                  initContainers:
                    - {name: wait, image: 'shop/wait:1', envFrom: [{configMapRef: {name: conf, optional: true}}]}
                  volumes:
                    - name: all
                      projected: {sources: [{secret: {name: keys}}, {configMap: {name: conf}}]}
                    - {name: one, configMap: {name: fixed}}
                  containers:
            """.stripTrailing()), SERVICE, """
            apiVersion: v1
            kind: List
            items:
              - {apiVersion: v1, kind: ConfigMap, metadata: &m {name: conf, labels: {app: web}}, data: {a: "1", b: "${IMAGE}"}}
              - {apiVersion: v1, kind: ConfigMap, metadata: {<<: *m, name: fixed}, immutable: true, data: {c: "${COLOR}"}}
              - {apiVersion: v1, kind: Secret, metadata: {<<: *m, name: keys}, stringData: {p: q}, data: {r: c2VjcmV0}}
            """, """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              minReplicas: 2
              maxReplicas: 9
            """, """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: web}
            spec:
              minAvailable: 1
              selector: {matchLabels: {app: web}}
            """);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Random random = new Random(Sample.SEED);
    private final Mutation mutation = new Mutation(random);
    private int plans;
    private int refusals;
    private Duration longest = Duration.ZERO;
    private long most;

    @Test
    @DisplayName("C25 mutated characters end in a plan or in a refusal, within 2 s and 256 MiB")
    void characters() throws IOException {
        List<Map<String, String>> originals = originals();
        tryAll("characters", () -> {
            Map<String, String> files = new LinkedHashMap<>(originals.get(random.nextInt(originals.size())));
            List<String> names = List.copyOf(files.keySet());
            files.computeIfPresent(names.get(random.nextInt(names.size())), (name, text) -> mutation.ofText(text));
            return files;
        });
    }

    @Test
    @DisplayName("C25 mutated structures end in a plan or in a refusal, within 2 s and 256 MiB")
    void structures() throws IOException {
        List<List<ObjectNode>> originals = new ArrayList<>();
        for (Map<String, String> files : originals()) {
            originals.add(objects(String.join("\n---\n", files.values())));
        }
        tryAll("structures", () -> Map.of(
                "objects.yaml", mutation.ofObjects(originals.get(random.nextInt(originals.size())))));
    }

    private void tryAll(String what, Supplier<Map<String, String>> mutants) {
        for (int i = 0; i < MUTANTS; i++) {
            tryOne(mutants.get(), what + ", mutant " + i + " " + Sample.seed());
        }
        System.out.printf(
                "C25 mutated %s of manifests: %d tried, %d plans, %d refusals, at most %d ms of work and %d MiB, %s%n",
                what, MUTANTS, plans, refusals, longest.toMillis(), most >> 20, Sample.seed());
        assertTrue(plans > MUTANTS / 20, "mutants that go to their end: " + plans);
        assertTrue(refusals > MUTANTS / 20, "mutants that are refused: " + refusals);
    }

    private void tryOne(Map<String, String> files, String name) {
        ReleaseSpec.Builder spec = ReleaseSpec.in("shop", "test-1");
        files.forEach(spec::manifest);
        for (String variable : List.of("VERSION", "DB_HOST", "DB_USER", "DB_PASSWORD", "API_HOST", "SERVER_NAME")) {
            spec.variable(variable, "v");
        }
        ReleaseSpec built = spec.image("esc/web:2.0.7").build();
        long cpu = threads.getCurrentThreadCpuTime();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        try {
            plan(built, Manifests.render(built, Color.GREEN));
            plans++;
        } catch (ReleaseException e) {
            assertFalse(e.getMessage().isBlank(), name);
            refusals++;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fail(name + "\n" + files, e);
        }
        Duration work = Duration.ofNanos(threads.getCurrentThreadCpuTime() - cpu);
        long allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
        assertTrue(work.compareTo(MOST_WORK) < 0, () -> name + " took " + work + "\n" + files);
        assertTrue(allocated < MOST_BYTES, () -> name + " took " + (allocated >> 20) + " MiB\n" + files);
        longest = work.compareTo(longest) > 0 ? work : longest;
        most = Math.max(most, allocated);
    }

    /** What PLAN makes of it for the API server. */
    private static void plan(ReleaseSpec spec, RenderedRelease release) {
        for (AppliedObject object : AppliedObject.of(spec, release, release.replicas())) {
            object.rendered().tree();
        }
        release.services().forEach(service -> release.traffic(service, null));
        release.objects();
        release.image();
        for (String resource : List.of("pods", "requests.cpu", "limits.memory")) {
            PodResources.of(release.deployment(release.replicas()).tree().at("/spec/template/spec"), resource);
        }
    }

    private static List<Map<String, String>> originals() throws IOException {
        List<Map<String, String>> originals = new ArrayList<>(List.of(Map.of("everything.yaml", EVERYTHING)));
        for (String example : List.of("frontend", "backend")) {
            Map<String, String> files = new LinkedHashMap<>();
            try (Stream<Path> paths = Files.list(Path.of("examples", example, "k8s"))) {
                for (Path path : paths.sorted().toList()) {
                    files.put(path.toString(), Files.readString(path));
                }
            }
            originals.add(files);
        }
        return originals;
    }

    private static List<ObjectNode> objects(String yaml) throws IOException {
        YAMLMapper mapper = new YAMLMapper();
        try (var documents = mapper.readerFor(ObjectNode.class).<ObjectNode>readValues(yaml.replace("${IMAGE}", "image"))) {
            return documents.readAll();
        }
    }
}
