package io.jenkins.plugins.bluegreen.conformance.inhabitants;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** C77, C78: what may pass while a candidate comes up is waited for. Ten minutes are the timeout of each release. */
@Timeout(120)
class DisturbanceTest {
    private static final String IMAGE = "esc/app:2.0.1";
    private static final String SIDECAR = """
            - name: proxy
              image: esc/proxy:1
              env:
              - name: PORT
                value: "9000"
            """.indent(6);
    private static final String DNS_ERROR = "failed to pull and unpack image \"r.example.com/app:1\": failed to "
            + "resolve reference \"r.example.com/app:1\": failed to do request: Head "
            + "\"https://r.example.com/v2/app/manifests/1\": dial tcp: lookup r.example.com on 10.96.0.10:53: host not found";

    private final Given given = Given.anApplication("backend");

    @BeforeEach
    void liveBlue() {
        given.live(BLUE);
    }

    @AfterEach
    void close() {
        given.close();
    }

    private Running start(String deployment) {
        // no Pod is ready for a moment before one of its containers ends for the first time
        given.manifests(Yaml.CONFIG_MAP + "  START_DELAY: 1s\n", Yaml.SECRET, Yaml.SERVICE, deployment);
        return given.start("v2", spec -> spec.timeoutSeconds(600));
    }

    private static Released promoted(Running running) {
        Released released = running.end();
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        return released;
    }

    private static void assertFailedSoon(Running running, String... words) {
        Released released = running.end();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, released.outcome(), released::story);
        assertTrue(released.result().millis() < 15_000, released::story);
        released.assertSays(words);
    }

    /** Lets a release wait for longer than what is soon over may take. */
    private void waitLong() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(given.pace.scheduling() + 1_000);
        given.cluster.await("more time than it may take", () -> System.nanoTime() > end);
    }

    private static String bigPods() {
        return Yaml.DEPLOYMENT + """
                resources:
                  requests:
                    cpu: "500"
                """.indent(8);
    }

    private static String init(String times) {
        return Yaml.DEPLOYMENT + """
                initContainers:
                - name: wait-for-db
                  image: esc/app:2.0.1
                  env:
                  - name: CRASH_CODE
                    value: "1"
                  - name: CRASH_TIMES
                    value: "%s"
                """.formatted(times).indent(6);
    }

    @Test
    @DisplayName("C77 no node has room, then the autoscaler brings one: promoted, and told what is waited for")
    void nodeComesLate() {
        given.cluster.nodeComes(Duration.ofMillis(given.pace.scheduling() + 2_000), "2000", "256Gi");
        Released released = promoted(start(bigPods()));
        assertTrue(released.story().contains("waiting for 5"), released::story);
        assertTrue(released.story().contains("Insufficient cpu"), released::story);
        long reads = released.requests().count(call -> call.is("list", "events"));
        assertTrue(reads <= 6, () -> reads + " reads of events\n" + released.story());
    }

    @Test
    @DisplayName("C77 the autoscaler says that it can't help: fails at once, with its reason")
    void noNodeComes() {
        given.cluster.noNodeComes("1 max node group size reached, 2 Insufficient cpu");
        assertFailedSoon(start(bigPods()), "Insufficient cpu", "autoscaler", "1 max node group size reached");
    }

    @Test
    @DisplayName("C77 the autoscaler can't help for now: waited for")
    void noNodeComesYet() {
        given.cluster.noNodeComes("1 in backoff after failed scale-up");
        Running running = start(bigPods()).saying("Not ready yet");
        waitLong();
        given.cluster.nodeCapacity("2000", "256Gi");
        promoted(running);
    }

    @Test
    @DisplayName("C77 a quota that is full, and later has room: promoted")
    void quotaHasRoomLater() {
        given.cluster.when(
                call -> call.is("apply", "deployments") && !call.dryRun(),
                1,
                Fault.before(() -> given.cluster.as("admin").apply(NAMESPACE, """
                        apiVersion: v1
                        kind: ResourceQuota
                        metadata:
                          name: small
                        spec:
                          hard:
                            pods: "3"
                        """)));
        Running running = start(Yaml.DEPLOYMENT).saying("exceeded quota: small");
        waitLong();
        given.cluster.as("admin").delete(NAMESPACE, "resourcequotas", "small");
        promoted(running);
    }

    @Test
    @DisplayName("C78 a registry that fails for a while: promoted")
    void registryFails() {
        given.cluster.registryFails(IMAGE::equals, "unexpected status from HEAD request: 503 Service Unavailable");
        Running running = start(Yaml.DEPLOYMENT).saying("503 Service Unavailable");
        given.cluster.registryWorks();
        promoted(running);
    }

    @Test
    @DisplayName("C78 a DNS error that holds \"not found\", for one of two containers: promoted")
    void nameNotFound() {
        given.cluster.registryFails(image -> image.startsWith("esc/proxy"), DNS_ERROR);
        Running running = start(Yaml.DEPLOYMENT + SIDECAR).saying("host not found");
        given.cluster.registryWorks();
        promoted(running);
    }

    @Test
    @DisplayName("C78 a registry that fails for good: fails after the time for that, not at the timeout")
    void registryFailsForGood() {
        given.cluster.registryFails(IMAGE::equals, DNS_ERROR);
        assertFailedSoon(start(Yaml.DEPLOYMENT), "Pod backend-green-", "image " + IMAGE, "host not found");
    }

    @Test
    @DisplayName("C78 a tag that does not exist, beside a container whose registry fails: fails within 15 s")
    void noSuchTag() {
        given.cluster.registryFails(IMAGE::equals, DNS_ERROR);
        assertFailedSoon(
                start(Yaml.DEPLOYMENT + SIDECAR.replace("proxy:1", "proxy:missing")), "image esc/proxy:missing");
    }

    @Test
    @DisplayName("C78 a Secret of the environment that comes late: promoted")
    void secretComesLate() {
        Running running = start(Yaml.DEPLOYMENT + """
                - name: other
                  image: esc/proxy:1
                  envFrom:
                  - secretRef:
                      name: comes-late
                  env:
                  - name: PORT
                    value: "9000"
                """.indent(6)).saying("comes-late");
        createSecret();
        promoted(running);
    }

    @Test
    @DisplayName("C78 a Secret of a volume that comes late: promoted")
    void mountedSecretComesLate() {
        Running running = start(Yaml.DEPLOYMENT + """
                volumes:
                - name: certificates
                  secret:
                    secretName: comes-late
                """.indent(6)).saying("comes-late");
        waitLong();
        createSecret();
        promoted(running);
    }

    private void createSecret() {
        given.cluster.as("external-secrets").apply(NAMESPACE, """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: comes-late
                stringData:
                  KEY: value
                """);
    }

    @Test
    @DisplayName("C78 report 59: an init container that succeeds at its second try, or its third: promoted")
    void initContainerTriesAgain() {
        promoted(start(init("1")));
        promoted(start(init("2").replace("wait-for-db", "wait-for-cache")));
    }

    @Test
    @DisplayName("C78 report 59: an init container in its second backoff: fails")
    void initContainerLoops() {
        assertFailedSoon(start(init("9")), "Init container wait-for-db of Pod backend-green-", "exit code 1");
    }

    @Test
    @DisplayName("C78 a sidecar that succeeds at its second try: promoted")
    void sidecarTriesAgain() {
        promoted(start(Yaml.DEPLOYMENT + SIDECAR + """
                - name: CRASH_AFTER
                  value: 5ms
                - name: CRASH_TIMES
                  value: "1"
                """.indent(8)));
    }
}
