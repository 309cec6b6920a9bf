package io.jenkins.plugins.bluegreen.conformance.monitor;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.ElasticsearchStub;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery.OnNoData;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("C44 Elasticsearch")
class ElasticsearchTest {
    private static final String LOGS = "logs-shop";
    private static final String ERRORS = "level:ERROR AND color:${COLOR}";
    private static final Map<String, String> BLUE_ERROR = Map.of("level", "ERROR", "color", "blue");
    private static final Map<String, String> GREEN_ERROR = Map.of("level", "ERROR", "color", "green");
    private static final int LONG = 60;
    private static final int SHORT = 1;

    private final Given given = Given.anApplication("backend").live(BLUE);
    private final ElasticsearchStub elasticsearch = given.cluster.elasticsearch().index(LOGS);

    @AfterEach
    void close() {
        given.close();
    }

    private ElasticsearchCount count(String query, Integer min, Integer max, OnNoData onNoData) {
        return ElasticsearchCount.of(elasticsearch.url(), "logs-*", query, min, max, onNoData).withDelay(0);
    }

    private ElasticsearchCount errors(int max, OnNoData onNoData) {
        return count(ERRORS, null, max, onNoData);
    }

    private static Consumer<ReleaseSpec.Builder> watching(int seconds, ElasticsearchCount count) {
        return spec -> spec.monitor(MonitorSpec.lasting(seconds, 1).withCount(count));
    }

    /** Waits until two more answers were judged: the first question may have been sent before this call. */
    private void awaitAnswers() {
        int before = elasticsearch.questions().size();
        given.cluster.await("two more questions", () -> elasticsearch.questions().size() >= before + 2);
    }

    private void assertRolledBack(Released released, String... reasons) {
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        released.assertSays(reasons).assertSays("Rolled back in", "The traffic is on backend-blue.");
        assertEquals("blue", given.liveColor());
    }

    private void assertPromoted(Released released, String... told) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals("green", given.liveColor());
        for (String line : told) {
            assertTrue(released.story().contains(line), released::story);
        }
    }

    @Test
    @DisplayName("has more errors of the new colour than are allowed: the traffic goes back; nothing is lost")
    void breached() {
        elasticsearch.document(LOGS, GREEN_ERROR);
        try (Load load = given.traffic()) {
            Running running = given.start("v2", watching(LONG, errors(2, OnNoData.FAIL))).inPhase(Phase.MONITOR);
            awaitAnswers();
            IntStream.range(0, 9).forEach(any -> elasticsearch.document(LOGS, BLUE_ERROR));
            elasticsearch.document(LOGS, GREEN_ERROR).document(LOGS, GREEN_ERROR);
            awaitAnswers();
            assertFalse(running.isOver());
            elasticsearch.document(LOGS, GREEN_ERROR);
            assertRolledBack(running.end(), "has 3 documents of \"" + ERRORS + "\" in logs-*", "2 are allowed");
            Given.nothingLost(load);
        }
    }

    @ParameterizedTest(name = "a clock that is {0} h ahead")
    @DisplayName("tells by its own clock what came after the switch: documents from before count for nothing")
    @ValueSource(ints = {0, 1, -1})
    void clocks(int hours) {
        elasticsearch.clockAhead(Duration.ofHours(hours));
        elasticsearch.document(LOGS, GREEN_ERROR);
        Running running = given.start("v2", watching(LONG, errors(0, OnNoData.FAIL))).inPhase(Phase.MONITOR);
        elasticsearch.document(LOGS, Duration.ofMinutes(2), GREEN_ERROR);
        awaitAnswers();
        awaitAnswers();
        assertFalse(running.isOver());
        elasticsearch.document(LOGS, GREEN_ERROR);
        assertRolledBack(running.end(), "has 1 document of", "0 are allowed");
    }

    @Test
    @DisplayName("is asked once in PLAN, once at each interval and once at the end")
    void questions() {
        Released released = given.release("v2", watching(3, errors(0, OnNoData.FAIL)));
        assertPromoted(released, "Nothing wrong in 3 s");
        List<String> questions = elasticsearch.questions();
        assertEquals("{\"query\":{\"query_string\":{\"query\":\"level:ERROR AND color:green\"}}}", questions.get(0));
        assertTrue(questions.get(1).contains("\"gte\":\"now-"), questions::toString);
        assertTrue(questions.size() >= 4 && questions.size() <= 6, questions::toString);
    }

    @Test
    @DisplayName("counts what was written right after the switch: it is asked when full seconds have passed")
    void firstMoment() {
        Running running = given.start("v2", watching(LONG, errors(0, OnNoData.FAIL))).saying("now goes to backend-green");
        elasticsearch.document(LOGS, Duration.ofMillis(-150), GREEN_ERROR);
        assertRolledBack(running.end(), "has 1 document of");
    }

    @Test
    @DisplayName("has a document that came late, within the delay: it counts")
    void late() {
        Running running = given.start("v2", watching(SHORT, errors(0, OnNoData.FAIL).withDelay(LONG)))
                .inPhase(Phase.MONITOR);
        given.cluster.await("questions after the end", () -> elasticsearch.questions().size() >= 5);
        elasticsearch.document(LOGS, GREEN_ERROR);
        assertRolledBack(running.end(), "has 1 document of");
    }

    @Test
    @DisplayName("has fewer documents than there should be: that is a breach at the end, not before")
    void tooFew() {
        ElasticsearchCount access = count("level:INFO", 2, null, OnNoData.FAIL);
        Running running = given.start("v2", watching(3, access)).inPhase(Phase.MONITOR);
        awaitAnswers();
        Map<String, String> line = Map.of("level", "INFO");
        elasticsearch.document(LOGS, line).document(LOGS, line);
        assertPromoted(running.end());
        given.rollBack();
        assertRolledBack(
                given.release("v3", watching(SHORT, access)),
                "has 0 documents of \"level:INFO\"", "there should be 2 at least");
    }

    @Test
    @DisplayName("cannot be reached while the new colour is monitored: a failure, or ignored, as the policy says")
    void unreachable() {
        Running running = given.start("v2", watching(LONG, errors(0, OnNoData.FAIL))).inPhase(Phase.MONITOR);
        awaitAnswers();
        elasticsearch.fail(503);
        assertRolledBack(running.end(), "could not count", "HTTP 503", "told to fail");
        elasticsearch.fail(200);
        running = given.start("v3", watching(3, errors(0, OnNoData.IGNORE))).inPhase(Phase.READY);
        elasticsearch.close();
        assertPromoted(running.end(), "which is ignored", elasticsearch.url());
    }

    @ParameterizedTest(name = "counted as failed: {0}")
    @DisplayName("could not count in every shard: what it counted is no good number")
    @ValueSource(booleans = {true, false})
    void partial(boolean counted) {
        Running running = given.start("v2", watching(LONG, errors(0, OnNoData.FAIL))).inPhase(Phase.MONITOR);
        awaitAnswers();
        elasticsearch.lost("logs-lost", counted);
        assertRolledBack(running.end(), "could not count in 1 of 2 shards of logs-*");
    }

    @Test
    @DisplayName("refuses a query that is wrong before anything is touched, whatever is to be ignored")
    void wrongQuery() {
        elasticsearch.document(LOGS, Duration.ofHours(1), GREEN_ERROR);
        given.release("v2", watching(LONG, count("level:(ERROR", null, 0, OnNoData.IGNORE)))
                .assertRefused("Failed to parse query [level:(ERROR]", "already before the release");
    }

    @Test
    @DisplayName("does not let the release ask: refused in PLAN, or told once where that is to be ignored")
    void forbidden() {
        elasticsearch.login("ApiKey c2VjcmV0OmtleQ==");
        ElasticsearchCount wrong = errors(0, OnNoData.FAIL).withAccess(ProbeAccess.basic("ops", "hunter2"));
        given.release("v2", watching(LONG, wrong)).assertRefused("HTTP 401", "missing authentication credentials");
        Released ignoring = given.release("v3", watching(SHORT, errors(0, OnNoData.IGNORE)));
        assertPromoted(ignoring, "can't count in logs-* now, which is ignored", "HTTP 401");
        given.rollBack();
        ElasticsearchCount right = errors(0, OnNoData.FAIL).withAccess(ProbeAccess.apiKey("secret:key\n"));
        Released released = given.release("v4", watching(SHORT, right));
        assertPromoted(released, "Nothing wrong");
        assertFalse(released.story().contains("secret:key") || released.story().contains("c2Vj"), released::story);
    }

    @Test
    @DisplayName("does not answer in PLAN: refused, with nothing touched")
    void unreachableInPlan() {
        elasticsearch.close();
        given.release("v2", watching(LONG, errors(0, OnNoData.FAIL)))
                .assertRefused("can't be reached", elasticsearch.url(), "Nothing was changed");
    }

    @Test
    @DisplayName("has no such index: refused in PLAN, where that is not to be ignored; a later one is counted in")
    void noIndex() {
        ElasticsearchCount today = ElasticsearchCount.of(
                elasticsearch.url(), "<shop-{now/d}>", ERRORS, null, 0, OnNoData.FAIL);
        given.release("v2", watching(LONG, today)).assertRefused("has no index <shop-{now/d}>");
        ElasticsearchCount later = ElasticsearchCount.of(
                elasticsearch.url(), "later-*", ERRORS, null, 0, OnNoData.IGNORE);
        Running running = given.start("v3", watching(LONG, later)).saying("has no index later-* to count");
        elasticsearch.document("later-1", GREEN_ERROR);
        assertRolledBack(running.end(), "has 1 document of", "later-*");
    }

    @Test
    @DisplayName("has no index before the first release: it may come until the end")
    void firstRelease() {
        try (Given fresh = given.beside("shop")) {
            ElasticsearchCount first = ElasticsearchCount.of(
                            elasticsearch.url(), "new-shop", "level:INFO", 1, null, OnNoData.FAIL)
                    .withDelay(0);
            Running running = fresh.start("v1", watching(4, first)).inPhase(Phase.MONITOR);
            awaitAnswers();
            elasticsearch.document("new-shop", Map.of("level", "INFO"));
            Released released = running.end();
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertTrue(released.story().contains("has no index new-shop yet"), released::story);
            ElasticsearchCount never = ElasticsearchCount.of(
                            elasticsearch.url(), "never", "level:INFO", null, 1, OnNoData.IGNORE)
                    .withDelay(0);
            released = fresh.release("v2", watching(SHORT, never));
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        }
    }

    @Test
    @DisplayName("is asked by the process that goes on, for all the time since the switch")
    void resumed() {
        Running running = given.start("v2", watching(LONG, errors(1, OnNoData.FAIL))).inPhase(Phase.MONITOR);
        awaitAnswers();
        elasticsearch.document(LOGS, GREEN_ERROR);
        awaitAnswers();
        running.abandon();
        elasticsearch.document(LOGS, GREEN_ERROR);
        assertRolledBack(given.resume(running.saved()).end(), "has 2 documents of", "1 is allowed");
    }

    @Test
    @DisplayName("is not asked any more once the release is aborted")
    void aborted() {
        Running running = given.start("v2", watching(LONG, errors(0, OnNoData.FAIL))).inPhase(Phase.MONITOR);
        awaitAnswers();
        Released released = running.abort().end();
        assertEquals(Outcome.ABORTED, released.outcome(), released::story);
        assertEquals("blue", given.liveColor());
    }
}
