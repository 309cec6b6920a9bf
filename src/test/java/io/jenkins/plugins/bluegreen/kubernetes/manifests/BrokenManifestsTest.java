package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.DEPLOYMENT;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.SERVICE;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.aWebApplication;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BrokenManifestsTest {
    private static final String CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";

    private static Stream<Arguments> broken() {
        return Stream.of(
                error("a: b: c", 1, "this is not YAML: mapping values are not allowed here"),
                error("a:\n\tb: c", 2, "this is not YAML"),
                error("a: \"x\nb: y", 1, "this is not YAML: found unexpected end of stream"),
                error("a: 1\nb: \u0007", 2, "holds the character U+0007"),
                error("{\"a\": 1,\n \"b\" 2}", 2, "this is not JSON"),
                error("a: 1\nb: 2\na: 3", 3, "\"a\" stands twice in the same map"),
                error("? [a]\n: b", 1, "this key is not a text"),
                error("a: &x {b: 1}\nc: *y", 2, "the alias *y stands for nothing"),
                error("a: &x\n  b: *x", 2, "the alias *x stands for nothing"),
                error("a:\n  <<: text", 2, "can be merged with <<"),
                error("a: !vault x", 1, "the tag !vault is not understood"),
                error("just text", 1, "a Kubernetes object must stand here"),
                error("kind: ConfigMap\nmetadata: {name: c}", 1, "\"apiVersion\" is missing"),
                error("apiVersion: v1\nmetadata: {name: c}", 1, "\"kind\" is missing"),
                error("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels: {}", 3, "this ConfigMap has no metadata.name"),
                error("apiVersion: v1\nkind: Job\nmetadata:\n  name: no", 4, "in quotes if it looks like"),
                error("apiVersion: v1\nkind: ConfigMap", 1, "this ConfigMap has no metadata.name"),
                error("apiVersion: v1\nkind: Job\nmetadata:\n  generateName: x-", 3, "generateName"),
                error("apiVersion: v1\nkind: List\nitems: 3", 3, "\"items\" of a List must be a list"),
                error("apiVersion: v1\nkind: List\nitems:\n- a\n", 4, "a Kubernetes object must stand here"),
                error("apiVersion: v1\nkind: List\nitems:\n- kind: Secret\n", 4, "\"apiVersion\" is missing"),
                error(CONFIG + "data: 3", 4, "data of ConfigMap/c must be a map"),
                error(CONFIG + "data:\n  port: 8080", 5, "\"port\" of ConfigMap/c is a number, and Kubernetes takes only text"),
                error(CONFIG.replace("{name: c}", "\n  name: c\n  namespace: prod"), 5,
                        "ConfigMap/c has the namespace \"prod\", but the release goes to \"shop\""),
                error("apiVersion: v1\nkind: Namespace\nmetadata: {name: nn}", 2, "allow its kind Namespace"),
                error("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: nn}", 2,
                        "does not live in a namespace"),
                error("apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  labels: {app: web}", 1,
                        "Pod/p carries the labels that Deployment/web selects"),
                error("apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  ports: [http]", 5,
                        "spec.ports of Service/s must be a list of maps"),
                error("apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: []", 4, "spec of Service/s must be a map"),
                error(SERVICE, 4,
                        "Service/web is defined twice; first at web.yaml, document 2, line 23"),
                error(CONFIG.replace("name: c", "name: " + "x".repeat(254)), 3, "at most 253"));
    }

    private static Arguments error(String document, int line, String message) {
        return Arguments.of(document + "\n", line, message);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("broken")
    @DisplayName("C25 what is wrong is said with file, document and line")
    void refused(String document, int line, String message) {
        String refusal = aWebApplication("# nothing\n", CONFIG.replace("c}", "other}"), document).refusal();
        // two lines and their separators come before, and the comment is no document: nothing stands before it
        assertTrue(refusal.startsWith("more.yaml, document 2, line " + (line + 6) + ": "), refusal);
        assertTrue(refusal.contains(message), refusal);
    }

    @Test
    @DisplayName("C25 no file at all, and files without a Deployment")
    void nothing() {
        assertTrue(given().refusal().startsWith("No manifest file was found"));
        assertTrue(given().file("a.yaml", "# only this\n").refusal().startsWith("The manifests hold no Deployment"));
        assertTrue(given().file("a.yaml", SERVICE).refusal().startsWith("The manifests hold no Deployment"));
    }

    @Test
    @DisplayName("no message repeats a value, which may be a password")
    void passwords() {
        String secret = CONFIG.replace("ConfigMap", "Secret") + "stringData:\n  password: 271828\n";
        String json = "{\"apiVersion\": \"v1\", \"password\": hunter2 \"hunter2\"}";
        for (String broken : new String[] {secret, json, "a: {b: hunter2", "password: %hunter2", "a: \"hunter2"}) {
            String message = aWebApplication(broken).refusal();
            assertTrue(message.startsWith("more.yaml, document 1, line "), message);
            assertFalse(message.contains("271828") || message.contains("hunter2"), message);
        }
    }

    @Test
    @DisplayName("C25 a ConfigMap of 1 MiB")
    void largeConfigMap() {
        String message = aWebApplication(CONFIG + "data:\n  a: " + "x".repeat(1024 * 1024) + "\n").refusal();
        assertEquals(
                "more.yaml, document 1, line 1: ConfigMap/c holds 1025 KiB; Kubernetes takes at most 1 MiB in a ConfigMap"
                        + " or Secret. Split it, or put the content in the image or a volume.",
                message);
    }

    @Test
    @DisplayName("C25 5,000 documents")
    void manyDocuments() {
        String many = IntStream.range(0, 5000)
                .mapToObj(i -> CONFIG.replace("c}", "c" + i + "}"))
                .collect(Collectors.joining("---\n"));
        String message = inTime(aWebApplication(many));
        assertEquals(
                "more.yaml, document 499, line 1993: the manifests hold more than 500 objects. Leave files out that are"
                        + " not part of this application.",
                message);
    }

    @Test
    @DisplayName("C25 an alias bomb")
    void aliasBomb() {
        StringBuilder bomb = new StringBuilder(CONFIG + "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, Stream.generate(() -> "*a").limit(9)
                    .collect(Collectors.joining((i - 1) + ", ", "", "" + (i - 1)))));
        }
        String message = inTime(aWebApplication(bomb.toString()));
        assertTrue(message.matches("more.yaml, document 1, line 9: with the alias \\*a4 the manifests grow .*"), message);
    }

    @Test
    @DisplayName("C25 an alias to a long text, many times, and a chain of deep ones")
    void aliasesOfText() {
        String text = CONFIG + "a: &a " + "x".repeat(1024 * 1024) + "\nb: [" + "*a, ".repeat(9) + "]\n";
        assertTrue(inTime(aWebApplication(text)).contains("line 5: with the alias *a"));
        String level = "[".repeat(60) + "%s" + "]".repeat(60);
        String deep = CONFIG + "a: &a " + level.formatted("1") + "\nb: " + level.formatted("*a") + "\n";
        assertTrue(inTime(aWebApplication(deep)).contains("more than 100 levels"));
    }

    @Test
    @DisplayName("C25 too deep, too large, too many values")
    void tooMuch() {
        assertTrue(inTime(aWebApplication("a: " + "[".repeat(100_000))).contains("more than 100 levels"));
        assertTrue(inTime(aWebApplication("{\"a\": " + "[".repeat(900) + "]".repeat(900) + "}"))
                .contains("more than 100 levels"));
        assertTrue(inTime(aWebApplication("a: " + "x".repeat(4 * 1024 * 1024))).contains("larger than 4 MiB"));
        assertTrue(inTime(aWebApplication("a: [" + "x,".repeat(2_000_000) + "]")).contains("more than 200000 values"));
        assertTrue(inTime(aWebApplication("!" + "x".repeat(4_000_000) + " y")).length() < 2000);
        assertTrue(inTime(aWebApplication("---\n".repeat(900_000) + "x"))
                .startsWith("more.yaml, document 900000, line 900001"));
    }

    /** In ten seconds of work, however busy the machine: what grows with the square of its input takes minutes. */
    private static String inTime(GivenManifests manifests) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        String refusal = manifests.refusal();
        Duration work = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
        assertTrue(work.compareTo(Duration.ofSeconds(10)) < 0, () -> "took " + work);
        return refusal;
    }

    @Test
    @DisplayName("C12 two Deployments of one application: both are named, with their places")
    void twoDeployments() {
        String message = given().file("a/web.yaml", SERVICE, DEPLOYMENT)
                .file("b/worker.yaml", DEPLOYMENT.replace("name: web", "name: worker"))
                .refusal();
        assertTrue(
                message.startsWith("b/worker.yaml, document 1, line 4: Deployment/worker is a second Deployment beside"
                        + " Deployment/web (a/web.yaml, document 2, line 12)."),
                message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("brokenDeployments")
    @DisplayName("C23 a Deployment that can't be released")
    void deployments(String deployment, String message) {
        String refusal = given().file("web.yaml", deployment, SERVICE).refusal();
        assertTrue(refusal.startsWith("web.yaml, document 1, line "), refusal);
        assertTrue(refusal.contains(message), refusal);
    }

    private static Stream<Arguments> brokenDeployments() {
        return Stream.of(
                Arguments.of(DEPLOYMENT.replace("replicas: 2", "replicas: 0"), "line 6: Deployment/web has 0 replicas"),
                Arguments.of(DEPLOYMENT.replace("replicas: 2", "replicas: many"), "line 6: the replicas of"),
                Arguments.of(DEPLOYMENT.replace("replicas: 2", "paused: true"), "line 6: Deployment/web is paused"),
                Arguments.of(DEPLOYMENT.replace("apps/v1", "extensions/v1beta1"), "line 1: Deployment/web has apiVersion"),
                Arguments.of(DEPLOYMENT.replace("containers:", "noContainers:"), "has no containers"),
                Arguments.of(DEPLOYMENT.replace("image: shop/web:1", "command: [x]"), "container \"web\" of Deployment/web"),
                Arguments.of(DEPLOYMENT.replace("{app: web, ", "{app: other, "), "line 7: spec.selector of"),
                Arguments.of(DEPLOYMENT.replace("tier: front", "color: blue"), "is one colour already"));
    }
}
