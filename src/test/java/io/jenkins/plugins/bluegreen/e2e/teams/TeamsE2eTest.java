package io.jenkins.plugins.bluegreen.e2e.teams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.bluegreen.conformance.given.Team;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.GoPrograms;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.charts.HelmChart;
import io.jenkins.plugins.bluegreen.kubernetes.charts.LocalPrograms;
import io.jenkins.plugins.bluegreen.kubernetes.charts.Rendering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Scenarios of teams that come from shell scripts: what runs, a first release on it, one of another image, and a
 * rollback. Neither the files nor what runs are edited, so the cluster needs the image that they name,
 * {@code local/demo:1}, and the same program as {@code local/demo:2}, whatever {@code E2E_IMAGE} is.
 */
@E2e
class TeamsE2eTest {
    private static final Path CHART = Path.of("src/test/resources/io/jenkins/plugins/bluegreen/teams/f-chart");

    @Test
    @DisplayName("C120 each folder: first release on what runs, second release, rollback; nothing lost, no leftover")
    void folders(Trial.Source trials) throws Exception {
        Path helm = GoPrograms.folderOf("helm");
        SideBySide.of(trials)
                .with("a-backend", TeamsE2eTest::backend)
                .with("b-frontend", TeamsE2eTest::frontend)
                .with("c-placeholders", TeamsE2eTest::placeholders)
                .with("d-pair", TeamsE2eTest::pair)
                .with("d-pair, held", TeamsE2eTest::held)
                .with("e-worker", TeamsE2eTest::worker)
                .with("f-chart", trial -> chart(trial, helm))
                .run();
    }

    private static void backend(Trial trial) {
        Story story = Story.running(trial, "api-svc", "spring-api", "ver", Team.named("a-backend"));
        twiceAndBackUnderTraffic(trial, story, "blue", "green");
        // the first ConfigMap is the team's, as it was when its scripts released
        story.assertLeft("ConfigMap/api-config", "ConfigMap/api-config-blue", "ConfigMap/api-config-green");
    }

    private static void frontend(Trial trial) {
        trial.mayAlso("networking.k8s.io", "ingresses");
        Story story = Story.running(trial, "web-svc", "vue", "ver", Team.named("b-frontend"));
        twiceAndBackUnderTraffic(trial, story, "blue", "green");
        story.assertLeft("Ingress/web");
    }

    private static void placeholders(Trial trial) {
        Team team = Team.named("c-placeholders");
        Story story = Story.beginning(trial, "backend-svc", "backend-deployment", "deployment", team::parameters);
        twiceAndBack(story, "blue", "green");
        story.assertLeft();
    }

    private static void pair(Trial trial) {
        Story story = Story.running(trial, "bank-service", "bank", "version", Team.named("d-pair"));
        twiceAndBackUnderTraffic(trial, story, "green", "blue");
        story.assertLeft();
    }

    private static void held(Trial trial) {
        Story story = Story.running(trial, "bank-service", "bank", "version", Team.named("d-pair"));
        Load load = story.traffic();
        story.holdAndPromote("1", "green", load);
        story.holdAndPromote("2", "blue", load);
        story.rollBack("1", "green");
        trial.assertNothingLost(load);
        // a release that is held has a preview, and the next one will be
        story.assertLeft("Service/bank-preview");
    }

    private static void worker(Trial trial) {
        trial.mayAlso("apps", "statefulsets");
        Story story = Story.beginning(trial, "shop", "shop", "color", Team.named("e-worker")::parameters);
        story.release("1", "blue");
        story.release("2", "green");
        assertEquals("local/demo:2", story.image("shop-worker-green"));
        assertEquals(List.of(0, 1), List.of(story.replicas("shop-worker-blue"), story.replicas("shop-worker-green")));
        story.rollBack("1", "blue");
        assertEquals(List.of(1, 0), List.of(story.replicas("shop-worker-blue"), story.replicas("shop-worker-green")));
        assertEquals(2, story.jobs());
        story.assertLeft(
                "Deployment/shop-worker-blue",
                "Deployment/shop-worker-green",
                "StatefulSet/shop-cache",
                "Service/shop-cache");
    }

    private static void chart(Trial trial, Path helm) {
        Story story = Story.beginning(
                trial, "orders", "orders", "color", (spec, tag) -> render(trial, helm, spec, tag));
        twiceAndBack(story, "blue", "green");
        // neither hooks nor the test Pod
        assertEquals(0, story.jobs());
        story.assertLeft(
                "ConfigMap/orders-config-blue",
                "ConfigMap/orders-config-green",
                "HorizontalPodAutoscaler/orders-blue",
                "HorizontalPodAutoscaler/orders-green");
    }

    private static void render(Trial trial, Path helm, ReleaseSpec.Builder spec, String tag) {
        try {
            HelmChart chart = new HelmChart("chart", "orders", List.of(), Map.of("image.tag", tag));
            Rendering.of(chart, trial.namespace(), trial.capabilities(), new LocalPrograms(helm, CHART))
                    .texts()
                    .forEach(spec::manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void twiceAndBackUnderTraffic(Trial trial, Story story, String first, String second) {
        Load load = story.traffic();
        twiceAndBack(story, first, second);
        trial.assertNothingLost(load);
    }

    private static void twiceAndBack(Story story, String first, String second) {
        story.release("1", first);
        story.release("2", second);
        story.rollBack("1", first);
    }
}
