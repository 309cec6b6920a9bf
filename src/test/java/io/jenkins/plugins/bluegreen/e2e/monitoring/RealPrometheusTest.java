package io.jenkins.plugins.bluegreen.e2e.monitoring;

import io.jenkins.plugins.bluegreen.e2e.given.Command;
import io.jenkins.plugins.bluegreen.facts.PrometheusFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs the facts about Prometheus against a real one, and the rules of the examples through its own checks. */
@DisplayName("A real Prometheus")
@Isolated("one scenario at a time")
class RealPrometheusTest implements PrometheusFacts {
    private static Prometheus prometheus;

    @BeforeAll
    static void start() throws Exception {
        prometheus = Prometheus.start("global: {}\n");
    }

    @AfterAll
    static void stop() throws IOException {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @Override
    public String prometheus() {
        return prometheus.url();
    }

    @Test
    @DisplayName("accepts the rules of the examples without a warning, and they pass their tests")
    void rules() throws Exception {
        promtool("check", "rules", "--lint=all", "--lint-fatal", "rules.yml");
        promtool("test", "rules", "rules_test.yml");
    }

    private static void promtool(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(words));
        command.add(0, Prometheus.programs().resolve("promtool").toString());
        Command.run(ExampleConfiguration.FOLDER, Map.of(), command);
    }
}
