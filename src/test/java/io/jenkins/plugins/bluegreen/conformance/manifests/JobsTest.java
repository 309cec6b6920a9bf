package io.jenkins.plugins.bluegreen.conformance.manifests;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** C93: Jobs of the manifests, such as database migrations. */
@Timeout(120)
class JobsTest {
    /** Its exit code is that of a ConfigMap which no release applies. */
    private static final String JOB = Yaml.JOB.replace("        - name: CRASH_CODE\n          value: \"0\"\n", "")
            + "        - configMapRef:\n            name: database\n            optional: true\n";

    /** A Job that runs until it is told to end. */
    private static final String ENDLESS = JOB.replace("100ms", "10m");

    private final Given given = Given.anApplication("backend");

    @BeforeEach
    void liveBlue() {
        given.live(BLUE);
        database("0");
    }

    @AfterEach
    void close() {
        given.close();
    }

    /** What decides about all Jobs outside of the manifests. */
    private void database(String code) {
        given.cluster.as("kubectl").apply(NAMESPACE, """
                {apiVersion: v1, kind: ConfigMap, metadata: {name: database}, data: {CRASH_CODE: "%s"}}"""
                .formatted(code));
    }

    private Released promoted(String version) {
        return promoted(given.release(version));
    }

    private static Released promoted(Released released) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        return released;
    }

    private Released failed(Released released, String... words) {
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, released.outcome(), released::story);
        assertEquals("blue", given.liveColor());
        assertEquals("v1", given.version());
        assertNull(given.cluster.get(NAMESPACE, "deployments", "backend-green"), released::story);
        return released.assertSays(words);
    }

    private List<ObjectNode> jobs() {
        return given.cluster.list(NAMESPACE, "jobs");
    }

    private String job() {
        assertEquals(1, jobs().size(), () -> jobs().toString());
        return jobs().get(0).at("/metadata/name").asText();
    }

    private Set<String> names() {
        return jobs().stream()
                .map(job -> job.at("/metadata/name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> pods(String job) {
        return given.cluster.pods(NAMESPACE, "job-name=" + job);
    }

    private void end(String job) {
        awaitRunning(job);
        given.cluster.crash(NAMESPACE, pods(job).get(0), 0);
    }

    private void awaitRunning(String job) {
        given.cluster.await("a running Pod", () -> jobs().stream()
                .anyMatch(one -> one.at("/metadata/name").asText().equals(job)
                        && one.at("/status/ready").asInt() == 1));
    }

    private static List<String> writes(Released released) {
        return released.requests().calls().stream()
                .filter(call -> call.isWrite() && !call.resource().equals("leases"))
                .map(call -> call.verb() + " " + call.resource())
                .toList();
    }

    @Test
    @DisplayName("C93 a Job runs after what it needs and before the Deployment, with the configuration of its release")
    void before() {
        given.and(JOB);
        try (Load load = given.traffic()) {
            Released released = promoted("v2");
            List<String> writes = writes(released);
            assertEquals(
                    List.of("patch services", "apply configmaps", "apply secrets", "create jobs"),
                    writes.subList(0, 4),
                    released::story);
            assertEquals(1, writes.stream().filter("apply configmaps"::equals).count(), released::story);
            assertTrue(released.story().contains("Job " + job() + " is complete"), released::story);
            assertEquals("\"backend-config-green\"", jobs().get(0)
                    .at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name")
                    .toString());
            String created = given.cluster.get(NAMESPACE, "deployments", "backend-green")
                    .at("/metadata/creationTimestamp")
                    .asText();
            assertTrue(jobs().get(0).at("/status/completionTime").asText().compareTo(created) <= 0);
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C93 a Job whose content does not change runs once, whatever else the releases bring")
    void oncePerContent() {
        given.and(JOB.replace("        - configMapRef:\n            name: ${APP}-config\n", ""));
        promoted("v2");
        String job = job();
        Released third = promoted("v3");
        assertEquals(job, job());
        assertTrue(third.story().contains("has run already"), third::story);
        assertFalse(writes(third).contains("create jobs"), third::story);
    }

    @Test
    @DisplayName("C93 a change of the ConfigMap that a Job reads is a change of its content")
    void contentOfConfiguration() {
        given.and(JOB);
        promoted("v2");
        promoted("v3");
        assertEquals(2, jobs().size());
    }

    @Test
    @DisplayName("C93 a Job that fails: nothing else was touched, its exit code and log are told; once mended it runs again")
    void fails() {
        given.and(JOB);
        database("3");
        Released failed = failed(
                given.release("v2"), "BackoffLimitExceeded", "exit code 3", "crash on purpose", "release again");
        assertEquals(Set.of("patch", "apply", "create"), failed.requests().calls().stream()
                .filter(call -> call.isWrite() && Set.of("services", "configmaps", "jobs").contains(call.resource()))
                .map(Call::verb)
                .collect(Collectors.toSet()));
        assertFalse(writes(failed).contains("apply deployments"), failed::story);
        String job = job();
        database("0");
        Released again = promoted("v2");
        assertEquals(job, job());
        assertTrue(again.story().contains("failed in a former release"), again::story);
    }

    @Test
    @DisplayName("C93 the same release after a failure behind the Job: the finished Job is not run again")
    void notAgain() {
        given.manifests(Yaml.CONFIG_MAP + "  READY: \"0\"\n", Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT).and(JOB);
        Released unready = given.release("v2", spec -> spec.timeoutSeconds(3));
        assertEquals(List.of(Phase.PLAN, Phase.LOCK, Phase.APPLY, Phase.READY, Phase.ROLLBACK), unready.phases());
        Released again = given.release("v2", spec -> spec.timeoutSeconds(3));
        assertTrue(again.story().contains("has run already"), again::story);
        assertEquals(1, jobs().size());
    }

    @Test
    @DisplayName("C93 the image of the release goes to the Job of the same repository; a missing one fails at once")
    void image() {
        given.and(JOB);
        Released failed = given.release("v2", spec -> spec.timeoutSeconds(100).image("esc/app:missing"));
        failed(failed, "does not begin", "image esc/app:missing", "had not begun and was deleted");
        assertEquals(List.of(), jobs());
        promoted(given.release("v3", spec -> spec.image("esc/app:3")));
        assertEquals("\"esc/app:3\"", jobs().get(0).at("/spec/template/spec/containers/0/image").toString());
    }

    @Test
    @DisplayName("C93 a Job that succeeds at its third try: promoted, each try told with its log")
    void backoff() {
        given.and(JOB.replace("backoffLimit: 0", "backoffLimit: 4")
                .replace("restartPolicy: Never", "restartPolicy: OnFailure")
                .replace("env:\n", "env:\n        - name: CRASH_TIMES\n          value: \"2\"\n"));
        database("3");
        Running running = given.start("v2", spec -> spec.timeoutSeconds(60));
        running.saying("A try of Job").saying("crash on purpose");
        given.cluster.await("three runs", () -> pods(job()).stream()
                .anyMatch(pod -> given.cluster.get(NAMESPACE, "pods", pod)
                                .at("/status/containerStatuses/0/restartCount")
                                .asInt()
                        == 2));
        end(job());
        promoted(running.end());
    }

    @Test
    @DisplayName("C93 activeDeadlineSeconds: fails with the cluster's reason and the last log lines")
    void deadline() {
        given.and(ENDLESS.replace("backoffLimit: 0", "activeDeadlineSeconds: 40"));
        failed(given.release("v2"), "DeadlineExceeded", "on port 8080");
    }

    @Test
    @DisplayName("C93 a Job that outlasts the timeout fails the release and goes on; the next release waits for it")
    void timeout() {
        given.and(ENDLESS);
        failed(given.release("v2", spec -> spec.timeoutSeconds(2)), "still running", "on port 8080", "goes on");
        String job = job();
        Running next = given.start("v2", spec -> {}).saying("still running since a former release");
        end(job);
        promoted(next.end());
        assertEquals(job, job());
    }

    @Test
    @DisplayName("C93 aborted while a Job runs: not switched, the Job goes on and the result says so")
    void aborted() {
        given.and(ENDLESS);
        Running running = given.start("v2", spec -> {}).saying("to be complete");
        awaitRunning(job());
        Released aborted = running.abort().end();
        assertEquals(Outcome.ABORTED, aborted.outcome(), aborted::story);
        aborted.assertSays("goes on", "delete job " + job());
        assertEquals(1, jobs().get(0).at("/status/active").asInt());
        assertNull(given.cluster.get(NAMESPACE, "deployments", "backend-green"));

        // another version has another content: it must not run beside this one
        String first = job();
        Running other = given.start("v3", spec -> {}).saying("which a former release left running");
        assertEquals(Set.of(first), names());
        end(first);
        given.cluster.await("the other Job", () -> jobs().size() == 2);
        names().stream().filter(name -> !name.equals(first)).forEach(this::end);
        promoted(other.end());
    }

    @Test
    @DisplayName("C93 aborted before a Job could begin: it is deleted, and never begins without a release")
    void abortedBeforeItBegan() {
        given.cluster.registryFails(image -> image.endsWith("migration:1"), "503 Service Unavailable");
        given.and(ENDLESS.replace("esc/app:2.0.1", "esc/migration:1"));
        Released aborted = given.start("v2", spec -> {}).saying("503 Service").abort().end();
        assertEquals(Outcome.ABORTED, aborted.outcome(), aborted::story);
        aborted.assertSays("had not begun and was deleted");
        assertEquals(List.of(), jobs());
    }

    @Test
    @DisplayName("C93 the controller is lost while a Job runs: the release goes on with it, and it runs once")
    void resumed() {
        given.and(ENDLESS);
        Running running = given.start("v2", spec -> {}).saying("to be complete");
        awaitRunning(job());
        running.abandon();
        String uid = jobs().get(0).at("/metadata/uid").asText();
        given.reconnected();
        Running resumed = given.resume(running.saved()).saying("to be complete");
        end(job());
        Released released = promoted(resumed.end());
        assertEquals(uid, jobs().get(0).at("/metadata/uid").asText());
        assertFalse(writes(released).contains("create jobs"), released::story);
    }

    @Test
    @DisplayName("C93 the controller is lost while a Job runs, which fails meanwhile: the release fails, it is not run again")
    void failedMeanwhile() {
        given.and(ENDLESS);
        Running running = given.start("v2", spec -> {}).saying("to be complete");
        awaitRunning(job());
        running.abandon();
        given.cluster.crash(NAMESPACE, pods(job()).get(0), 7);
        given.cluster.await("its failure", () -> jobs().get(0).at("/status/failed").asInt() == 1);
        given.reconnected();
        failed(given.resume(running.saved()).end(), "BackoffLimitExceeded", "exit code 7");
    }

    @Test
    @DisplayName("C93 a Job that an interrupted release left running is waited for and not started twice")
    void interrupted() {
        given.and(ENDLESS);
        Running running = given.start("v2", spec -> {}).saying("to be complete");
        awaitRunning(job());
        running.abandon();
        String uid = jobs().get(0).at("/metadata/uid").asText();
        given.cluster.as("kubectl").delete(NAMESPACE, "leases", "backend-blue-green");
        Running next = given.start("v2", spec -> {}).saying("still running since a former release");
        end(job());
        promoted(next.end());
        assertEquals(uid, jobs().get(0).at("/metadata/uid").asText());
    }

    @Test
    @DisplayName("C93 the answer to the creation of a Job is lost: it is not created twice")
    void answerLost() {
        given.and(JOB);
        given.cluster.when(call -> call.is("create", "jobs") && !call.dryRun(), 1, Fault.effectWithoutAnswer());
        promoted("v2");
        assertEquals(1, jobs().size());
    }

    @Test
    @DisplayName("C93 a Job of somebody else under that name: refused in PLAN")
    void foreign() {
        given.and(JOB);
        promoted("v2");
        String name = job();
        String text = JOB.replace("${APP}-migrate", name).replace("${APP}", "backend");
        given.cluster.as("kubectl").delete(NAMESPACE, "jobs", name);
        given.cluster.as("kubectl").apply(NAMESPACE, text);
        given.release("v2", spec -> spec.variable("REPLICAS", "3")).assertRefused("Job/" + name, "somebody else");
    }

    @Test
    @DisplayName("C93 a Job that its time to live deletes at once: its end is known all the same; UNCHANGED later on")
    void timeToLive() {
        given.and(JOB.replace("backoffLimit: 0", "backoffLimit: 0\n  ttlSecondsAfterFinished: 0"));
        promoted("v2");
        given.cluster.await("no Job", () -> jobs().isEmpty());
        Released again = given.release("v2");
        assertEquals(Outcome.UNCHANGED, again.outcome(), again::story);
        assertEquals(List.of(), jobs());
    }

    @Test
    @DisplayName("C93 somebody deletes the Job while it runs: the release fails and says so")
    void deleted() {
        given.and(ENDLESS);
        Running running = given.start("v2", spec -> {}).saying("to be complete");
        awaitRunning(job());
        given.cluster.as("kubectl").delete(NAMESPACE, "jobs", job());
        failed(running.end(), "was deleted before its end was seen");
    }

    @Test
    @DisplayName("C93 a build number in the name of a Job makes it run in every build; C84 the Jobs don't pile up")
    void buildNumber() {
        given.and(JOB.replace("${APP}-migrate", "${APP}-migrate-${BUILD_NUMBER}"));
        for (int version = 2; version <= 5; version++) {
            promoted("v" + version);
        }
        assertEquals(2, jobs().size(), () -> names().toString());
        assertTrue(names().stream().anyMatch(name -> name.startsWith("backend-migrate-5-")), () -> names().toString());
    }

    @Test
    @DisplayName("C93 two Jobs run one after the other, in the order of the manifests")
    void oneAfterTheOther() {
        given.and(JOB.replace("-migrate", "-b"), JOB.replace("-migrate", "-a"));
        Released released = promoted("v2");
        List<String> told = released.lines().stream()
                .filter(line -> line.matches(".*Job backend-\\S+ (created|is complete).*"))
                .map(line -> line.replaceAll(".*Job backend-(.)-\\w* (?:is )?(created|complete).*", "$1 $2"))
                .toList();
        assertEquals(List.of("b created", "b complete", "a created", "a complete"), told, released::story);
    }

    @Test
    @DisplayName("C93 the cluster refuses the Job's Pod: why is told and in the result, and the Job never begins")
    void podRefused() {
        given.cluster.as("admin").apply(NAMESPACE, """
                {apiVersion: v1, kind: LimitRange, metadata: {name: modest}, spec: {limits: [{type: Container,
                max: {memory: 128Mi}}]}}""");
        given.and(JOB + "        resources: {limits: {memory: 1Gi}}\n");
        Released failed = given.release("v2", spec -> spec.timeoutSeconds(3));
        failed(failed, "makes no Pods for Job", "maximum memory usage per Container is 128Mi", "was deleted");
        assertTrue(failed.story().contains("Not ready yet"), failed::story);
    }

    @Test
    @DisplayName("C93 permissions on Jobs are required only where the manifests have any; the message has them")
    void permissions() {
        given.cluster.deny("*", "jobs");
        promoted("v2");
        given.and(JOB);
        given.release("v3")
                .assertRefused("list jobs.batch", "watch jobs.batch", "create jobs.batch", "delete jobs.batch");
    }

    @Test
    @DisplayName("C93 a dry run names the Job that would run, and runs nothing")
    void dryRun() {
        given.and(JOB);
        Released planned = given.release("v2", spec -> spec.dryRun(true));
        assertEquals(Outcome.UNCHANGED, planned.outcome(), planned::story);
        assertTrue(planned.story().contains("+ Job/backend-migrate-"), planned::story);
        assertEquals(List.of(), jobs());
    }

    @Test
    @DisplayName("C93 the Service is switched by hand while a Job runs: nothing that has traffic is applied")
    void switchedByHand() {
        given.live(BLUE.other());
        given.and(ENDLESS);
        given.promisesMayBreak();
        Running running = given.start("v3", spec -> {}).saying("to be complete");
        awaitRunning(job());
        given.cluster.as("kubectl-edit")
                .patch(NAMESPACE, "services", "backend", "{\"spec\":{\"selector\":{\"color\":\"blue\"}}}");
        end(job());
        Released released = running.end();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, released.outcome(), released::story);
        released.assertSays("kubectl-edit");
        assertFalse(writes(released).contains("apply deployments"), released::story);
    }

    @Test
    @DisplayName("C93 a CronJob of the release's image is applied after the Jobs, another one as it is")
    void cronJob() {
        given.and("""
                apiVersion: batch/v1
                kind: CronJob
                metadata:
                  name: ${APP}-report
                spec:
                  schedule: "0 4 * * *"
                  jobTemplate:
                    spec:
                      template:
                        spec:
                          restartPolicy: Never
                          containers:
                          - name: report
                            image: esc/app:2.0.1
                """).and(JOB);
        Released released = promoted("v2");
        List<String> writes = writes(released);
        assertTrue(writes.indexOf("apply cronjobs") > writes.indexOf("create jobs"), released::story);
        assertTrue(released.story().contains("CronJob/backend-report is applied as it is"), released::story);
        assertEquals(1, jobs().size());
    }

    @Test
    @DisplayName("C93 a Job that runs for long costs a few calls, not one each second")
    void calls() {
        given.and(ENDLESS);
        Running running = given.start("v2", spec -> {}).saying("to be complete");
        awaitRunning(job());
        int before = given.cluster.requests().mark();
        long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
        given.cluster.await("six seconds", () -> System.nanoTime() > end);
        List<Call> calls = given.cluster.requests().since(before).calls();
        assertTrue(calls.size() <= 4, calls::toString);
        end(job());
        promoted(running.end());
    }
}
