package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("C107 The administrator's rules for a release")
class TenantRulesTest {
    private static final TenantRules NONE = rules(List.of(), null, null, null, List.of());

    private static TenantRules rules(
            List<String> kinds, Integer releases, Integer timeout, Integer queries, List<String> hosts) {
        return new TenantRules("prod", kinds, releases, timeout, 900, queries, hosts);
    }

    private static String refusal(TenantRules rules, UnaryOperator<ReleaseSpec.Builder> asked, int running) {
        return rules.refusal(asked.apply(ReleaseSpec.in("shop", "1")).build(), running);
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : List.of(text.split(" "));
    }

    @ParameterizedTest(name = "the cluster allows {0}, the step {1}: {2}")
    @DisplayName("give a release the kinds of the cluster, of which the step may leave out some")
    @CsvSource({
        ", , ",
        ", Namespace, ",
        "Namespace, , Namespace",
        "Namespace ClusterRole, ClusterRole, ClusterRole",
        "Namespace, ClusterRole, ",
        "Gateway, example.com/Gateway, example.com/Gateway",
        "example.com/Gateway, Gateway, example.com/Gateway",
        "example.com/Gateway, other.com/Gateway, ",
        "a.com/Way b.com/Way, Way, a.com/Way b.com/Way",
        "Way, example.com/Gateway, "
    })
    void kinds(String allowed, String asked, String given) {
        TenantRules rules = rules(words(allowed), null, null, null, List.of());
        assertEquals(words(given), rules.narrowed(words(asked)));
        boolean widens = asked != null && given == null;
        String refusal = refusal(rules, spec -> spec.allowedKinds(words(asked)), 0);
        assertEquals(widens, refusal != null && refusal.contains("cluster-wide kind " + asked), refusal);
    }

    @Test
    @DisplayName("bound the releases at once")
    void releases() {
        TenantRules two = rules(List.of(), 2, null, null, List.of());
        assertNull(refusal(two, spec -> spec, 1));
        assertTrue(refusal(two, spec -> spec, 2).contains("the 2 releases at once"));
        assertNull(refusal(NONE, spec -> spec, 1_000));
    }

    @Test
    @DisplayName("bound every time that a step gives, and refuse no default")
    void times() {
        TenantRules minute = rules(List.of(), null, 60, null, List.of());
        assertNull(refusal(minute, spec -> spec.timeoutSeconds(900), 0), "the configured default");
        assertNull(refusal(minute, spec -> spec.monitor(MonitorSpec.lasting(60, 5)).stabilizeSeconds(60), 0));
        assertNull(refusal(NONE, spec -> spec.timeoutSeconds(Integer.MAX_VALUE), 0));
        for (UnaryOperator<ReleaseSpec.Builder> longer : List.<UnaryOperator<ReleaseSpec.Builder>>of(
                spec -> spec.timeoutSeconds(901),
                spec -> spec.lockTimeoutSeconds(Integer.MAX_VALUE),
                spec -> spec.rollbackTimeoutSeconds(100_000),
                spec -> spec.stabilizeSeconds(61),
                spec -> spec.scaleDownDelaySeconds(61),
                spec -> spec.monitor(MonitorSpec.lasting(61, 5)),
                spec -> spec.monitor(MonitorSpec.lasting(9, 5).withCount(errors("http://logs").withDelay(61))),
                spec -> spec.drain(new Drain("/drain", 80, null, 61)))) {
            assertTrue(refusal(minute, longer, 0).contains("allows 60 s"));
        }
    }

    @Test
    @DisplayName("bound the queries")
    void queries() {
        PrometheusQuery query = new PrometheusQuery("up", 1.0, null, PrometheusQuery.OnNoData.IGNORE);
        UnaryOperator<ReleaseSpec.Builder> three = spec -> spec.monitor(MonitorSpec.lasting(60, 5)
                .withPrometheus("http://prometheus:9090", Collections.nCopies(2, query))
                .withCount(errors("http://elasticsearch:9200")));
        assertNull(refusal(rules(List.of(), null, null, 3, List.of()), three, 0));
        assertTrue(refusal(rules(List.of(), null, null, 2, List.of()), three, 0).contains("2 queries"));
        assertNull(refusal(NONE, three, 0));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("name the hosts that probes may ask")
    @CsvSource({
        "https://shop.example.com/health, true",
        "https://SHOP.example.com:8443/, true",
        "http://prometheus:9090/x, true",
        "http://prometheus/x, false",
        "http://plain, true",
        "https://plain, false",
        "http://169.254.169.254/latest/meta-data, false",
        "http://localhost:8080/jenkins/, false",
        "http://shop.example.com@evil.example.com/, false",
        "http://evil.example.com#@shop.example.com/, false",
        "http://shop.example.com.evil.example.com/, false",
        "http://[::1]/, true",
        "http://[::2]/, false"
    })
    void hosts(String url, boolean allowed) {
        TenantRules some = rules(
                List.of(), null, null, null, List.of("shop.example.com", "prometheus:9090", "plain:80", "[::1]"));
        UnaryOperator<ReleaseSpec.Builder> watched =
                spec -> spec.monitor(MonitorSpec.lasting(60, 5).withUrl(url, 0));
        UnaryOperator<ReleaseSpec.Builder> queried =
                spec -> spec.monitor(MonitorSpec.lasting(60, 5).withPrometheus(url, List.of()));
        assertEquals(allowed, refusal(some, watched, 0) == null);
        assertEquals(allowed, refusal(some, queried, 0) == null);
        UnaryOperator<ReleaseSpec.Builder> counted =
                spec -> spec.monitor(MonitorSpec.lasting(60, 5).withCount(errors(url)));
        assertEquals(allowed, refusal(some, counted, 0) == null);
        assertNull(refusal(NONE, watched, 0));
    }

    private static ElasticsearchCount errors(String url) {
        return ElasticsearchCount.of(url, "logs-*", "level:ERROR", null, 0, PrometheusQuery.OnNoData.IGNORE);
    }
}
