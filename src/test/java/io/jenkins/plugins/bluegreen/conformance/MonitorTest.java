package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Site;
import io.jenkins.plugins.bluegreen.embedded.PrometheusStub;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery.OnNoData;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C44 and C45: Prometheus queries and a URL while the new colour is monitored. */
class MonitorTest {
    private static final String ERRORS = "sum(rate(http_errors_total{app=\"backend\"}[1m]))";
    private static final int LONG = 60;
    private static final int SHORT = 1;

    private final Given given = Given.anApplication("backend").live(BLUE);
    private final PrometheusStub prometheus = given.cluster.prometheus();

    @AfterEach
    void close() {
        given.close();
    }

    private Consumer<ReleaseSpec.Builder> query(int seconds, Double min, Double max, OnNoData onNoData) {
        MonitorSpec monitor = MonitorSpec.lasting(seconds, 1)
                .withPrometheus(prometheus.url(), List.of(new PrometheusQuery(ERRORS, min, max, onNoData)));
        return spec -> spec.monitor(monitor);
    }

    private static Consumer<ReleaseSpec.Builder> url(int seconds, String url, int maxFailures) {
        return spec -> spec.monitor(MonitorSpec.lasting(seconds, 1).withUrl(url, maxFailures));
    }

    @Test
    @DisplayName("the address and Prometheus each get their own login, in PLAN and in MONITOR, and no text shows it")
    void logins() {
        try (Site site = Site.answering(200)) {
            MonitorSpec monitor = MonitorSpec.lasting(SHORT, 1)
                    .withUrl(site.url(), 0)
                    .withUrlAccess(ProbeAccess.bearer("t0ken-of-the-shop"))
                    .withPrometheus(site.url(), List.of(new PrometheusQuery(ERRORS, null, 1.0, OnNoData.IGNORE)))
                    .withPrometheusAccess(ProbeAccess.basic("ops", "hunter2"));
            Released released = given.release("v2", spec -> spec.monitor(monitor));
            assertPromoted(released, " to " + site.url() + " failed");
            assertEquals(2, released.story().split("Candidate is green", -1).length, released::story);
            assertEquals(Set.of("/ Bearer t0ken-of-the-shop", "/api/v1/query Basic b3BzOmh1bnRlcjI="), site.logins());
            assertFalse(released.story().contains("t0ken") || released.story().contains("hunter2"), released::story);
        }
    }

    private void assertRolledBack(Released released, String... reasons) {
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        released.assertSays(reasons).assertSays("Rolled back in", "The traffic is on backend-blue.");
        assertEquals("blue", given.liveColor());
        assertEquals(0, given.replicas("backend-green"));
        assertEquals(2, given.replicas("backend-blue"));
    }

    private void assertPromoted(Released released, String... told) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals("green", given.liveColor());
        for (String line : told) {
            assertTrue(released.story().contains(line), released::story);
        }
    }

    @Test
    @DisplayName("C44 a Prometheus threshold that is breached brings the traffic back; nothing is lost")
    void breached() {
        prometheus.answer(ERRORS, 0.2);
        try (Load load = given.traffic()) {
            Running running =
                    given.start("v2", query(LONG, null, 0.5, OnNoData.FAIL)).inPhase(Phase.MONITOR);
            int asked = prometheus.queries();
            given.cluster.await("a value within bounds to be seen", () -> prometheus.queries() > asked);
            given.await(load, "v2");
            assertFalse(running.isOver());
            prometheus.answer(ERRORS, 0.75);
            assertRolledBack(running.end(), ERRORS, "0.75", "- to 0.5");
            LoadResult traffic = load.stop();
            assertEquals(0, traffic.lost(), traffic::toString);
            assertTrue(traffic.versions().containsKey("v2"), traffic::toString);
        }
    }

    @Test
    @DisplayName("C44 a value below the minimum is a breach")
    void belowMinimum() {
        prometheus.answer(ERRORS, 0.9);
        assertRolledBack(given.release("v2", query(LONG, 0.99, null, OnNoData.IGNORE)), ERRORS, "0.9", "0.99 to -");
    }

    @Test
    @DisplayName("C44 of several samples each has to be within bounds")
    void everySampleCounts() {
        prometheus.vector(ERRORS, Map.of("a", 1.0, "b", 0.2, "c", 1.0));
        assertRolledBack(given.release("v2", query(LONG, 0.99, null, OnNoData.IGNORE)), ERRORS, "0.2", "0.99 to -");
        prometheus.vector(ERRORS, Map.of("a", 0.1, "b", 0.75, "c", 0.1));
        assertRolledBack(given.release("v3", query(LONG, null, 0.5, OnNoData.IGNORE)), ERRORS, "0.75", "- to 0.5");
    }

    @Test
    @DisplayName("C44 a query about ${COLOR} is about the new colour: what the one before still answers is no breach")
    void ofTheNewColor() {
        String query = "errors{color=\"${COLOR}\"}";
        prometheus.answer("errors{color=\"blue\"}", 9).answer("errors{color=\"green\"}", 0);
        Consumer<ReleaseSpec.Builder> watched = spec -> spec.monitor(MonitorSpec.lasting(SHORT, 1).withPrometheus(
                prometheus.url(), List.of(new PrometheusQuery(query, null, 0.5, OnNoData.FAIL))));
        assertEquals(Outcome.PROMOTED, given.release("v2", watched).outcome());
        Released back = given.release("v3", watched);
        assertEquals(Outcome.ROLLED_BACK, back.outcome(), back::story);
        back.assertSays("errors{color=\"blue\"}", "9", "The traffic is on backend-green.");
    }

    @Test
    @DisplayName("C44 NaN, which 0/0 is, is within no bounds")
    void notANumber() {
        prometheus.answer(ERRORS, Double.NaN);
        assertRolledBack(given.release("v2", query(LONG, null, 0.5, OnNoData.IGNORE)), ERRORS, "NaN");
    }

    @Test
    @DisplayName("C44 values within bounds for the whole time: promoted")
    void withinBounds() {
        prometheus.answer(ERRORS, 0.5);
        assertPromoted(given.release("v2", query(SHORT, 0.5, 0.5, OnNoData.FAIL)), "Nothing wrong in 1 s");
        assertTrue(prometheus.queries() > 0);
    }

    @Test
    @DisplayName("C44 Prometheus cannot be reached: a failure where the policy says so")
    void unreachableFails() {
        prometheus.close();
        assertRolledBack(
                given.release("v2", query(LONG, null, 0.5, OnNoData.FAIL)),
                ERRORS,
                prometheus.url(),
                "could not be answered");
    }

    @Test
    @DisplayName("C44 Prometheus cannot be reached: ignored where the policy says so, and told")
    void unreachableIgnored() {
        prometheus.close();
        assertPromoted(
                given.release("v2", query(SHORT, null, 0.5, OnNoData.IGNORE)), "which is ignored", prometheus.url());
    }

    @Test
    @DisplayName("C44 Prometheus refuses the query: what it says is told")
    void refused() {
        prometheus.fail(503);
        assertRolledBack(given.release("v2", query(LONG, null, 0.5, OnNoData.FAIL)), ERRORS, "told to fail");
        assertPromoted(
                given.release("v3", query(SHORT, null, 0.5, OnNoData.IGNORE)), "which is ignored", "told to fail");
    }

    @Test
    @DisplayName("C44 an empty result: a failure, or ignored, as the policy says")
    void empty() {
        prometheus.empty(ERRORS);
        assertRolledBack(given.release("v2", query(LONG, null, 0.5, OnNoData.FAIL)), ERRORS, "has no data");
        assertPromoted(
                given.release("v3", query(SHORT, null, 0.5, OnNoData.IGNORE)), "has no data, which is ignored");
    }

    @Test
    @DisplayName("C44 that a query has no data is said once, until it has some again")
    void emptySaidOnce() {
        prometheus.empty(ERRORS);
        Running running = given.start("v2", query(LONG, null, 0.5, OnNoData.IGNORE)).saying("has no data");
        awaitAnswers();
        prometheus.answer(ERRORS, 0.1);
        awaitAnswers();
        prometheus.empty(ERRORS);
        awaitAnswers();
        prometheus.answer(ERRORS, 0.9);
        Released released = running.end();
        assertRolledBack(released, ERRORS, "0.9");
        assertEquals(2, released.lines().stream().filter(line -> line.contains("has no data")).count(), released::story);
    }

    /** Waits for two more queries: the first may have been sent before this call. */
    private void awaitAnswers() {
        int before = prometheus.queries();
        given.cluster.await("two more questions", () -> prometheus.queries() >= before + 2);
    }

    @Test
    @DisplayName("C45 failures of the URL within the budget are counted and forgiven")
    void withinBudget() {
        try (Site site = Site.answering(200, 503, 200, 500, 200)) {
            Released released = given.release("v2", url(6, site.url(), 2));
            assertPromoted(released, "(1 of at most 2)", "(2 of at most 2)", "503", "500");
            Pattern count = Pattern.compile("2 of " + (site.requests() - 1) + " requests to " + site.url() + " failed");
            assertTrue(count.matcher(released.story()).find(), released::story);
        }
    }

    @Test
    @DisplayName("C45 one failure more than the budget brings the traffic back, named and counted; nothing is lost")
    void beyondBudget() {
        try (Site site = Site.answering(200, 200, 503);
                Load load = given.traffic()) {
            assertRolledBack(
                    given.release("v2", url(LONG, site.url(), 1)),
                    site.url(), "failed 2 of 3 times", "1 was allowed", "503");
            // one of them in PLAN
            assertEquals(4, site.requests());
            LoadResult traffic = load.stop();
            assertEquals(0, traffic.lost(), traffic::toString);
        }
    }

    @Test
    @DisplayName("C45 without a budget the first failure is one too many: no answer, a redirect, not 2xx")
    void noBudget() {
        Site gone = Site.answering(200);
        Running running = given.start("v2", url(LONG, gone.url(), 0)).inPhase(Phase.READY);
        gone.close();
        assertRolledBack(running.end(), gone.url(), "failed 1 of 1 time");
        try (Site site = Site.answering(200, 302)) {
            assertRolledBack(given.release("v3", url(LONG, site.url(), 0)), site.url(), "/login");
        }
        try (Site site = Site.answering(200, 404)) {
            assertRolledBack(given.release("v4", url(LONG, site.url(), 0)), site.url(), "404");
        }
    }

    @Test
    @DisplayName("C45 failures in a row: single ones are counted and do no harm, that many in a row are a breach")
    void inARow() {
        try (Site site = Site.answering(200, 503, 200, 503, 503, 200)) {
            Released released = given.release("v2", inARow(8, site.url(), 3));
            assertPromoted(released, "(1 in a row, 3 are too many)", "(2 in a row, 3 are too many)", "3 of ");
        }
        given.rollBack();
        try (Site site = Site.answering(200, 503, 200, 503)) {
            assertRolledBack(
                    given.release("v3", inARow(LONG, site.url(), 3)),
                    site.url(), "failed 3 times in a row (4 of 5 altogether)", "503");
        }
    }

    private static Consumer<ReleaseSpec.Builder> inARow(int seconds, String url, int failures) {
        return spec -> spec.monitor(MonitorSpec.lasting(seconds, 1)
                .withUrl(url, Integer.MAX_VALUE)
                .withFailures(failures));
    }

    @Test
    @DisplayName("C45 a URL that does not answer before the release is refused in PLAN, which changes nothing")
    void brokenBefore() {
        try (Site site = Site.answering(503)) {
            Released released = given.release("v2", url(LONG, site.url() + "ping?token=swordfish", 5));
            released.assertRefused(site.url() + "ping fails already", "HTTP 503", "release once without it");
            assertEquals(1, site.requests());
            assertFalse(released.story().contains("swordfish"), released::story);
        }
        Site gone = Site.answering(200);
        gone.close();
        given.release("v3", url(LONG, gone.url(), 0)).assertRefused(gone.url(), "Nothing was changed");
    }

    @Test
    @DisplayName("C45 the URL is asked before a release only if a version is live that can answer")
    void nobodyToAnswer() {
        try (Given fresh = given.beside("shop");
                Site site = Site.answering(200, 503)) {
            assertEquals(Outcome.PROMOTED, fresh.release("v1", url(SHORT, site.url(), 0)).outcome());
            assertEquals(1, site.requests());
        }
        given.pods(BLUE).forEach(pod -> given.cluster.setEnv(Given.NAMESPACE, pod, "READY", "0"));
        given.cluster.await("no ready Pod", () -> given.readyPods("backend-blue") == 0);
        try (Site site = Site.answering(200, 503)) {
            assertPromoted(given.release("v2", url(SHORT, site.url(), 0)), "was not asked before the release");
            assertEquals(1, site.requests());
        }
    }

    @Test
    @DisplayName("C96 a version whose URL answers 503 is rolled back, though the good one before was watched by the same URL")
    void newConnections() {
        String url = given.cluster.serviceUrl(Given.NAMESPACE, "backend") + "/actuator/health";
        assertPromoted(given.release("v2", url(SHORT, url, 0)), "0 of 1 request");
        given.environment("HEALTH", "DOWN");
        for (int i = 1; i <= 10; i++) {
            Released released = given.release("bad" + i, url(LONG, url, 0));
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            released.assertSays(url, "failed 1 of 1 time", "503", "The traffic is on backend-green.");
        }
    }

    @Test
    @DisplayName("C45 what is secret in the URL is asked for but not told")
    void secretsInTheUrl() {
        try (Site site = Site.answering(200, 200, 503)) {
            Released released = given.release("v2", url(LONG, site.url() + "ping?token=swordfish", 1));
            assertRolledBack(released, site.url() + "ping", "failed 2 of 3 times");
            assertFalse(released.story().contains("swordfish"), released::story);
        }
    }
}
