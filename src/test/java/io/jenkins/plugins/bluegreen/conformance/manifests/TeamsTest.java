package io.jenkins.plugins.bluegreen.conformance.manifests;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Http;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Team;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of teams that come from shell scripts, with their repositories unedited. */
class TeamsTest {
    /** A release of what is there, one of the next image, and a rollback, under traffic. */
    private static final class Story implements AutoCloseable {
        final Team team;
        final String application;
        final String service;
        final String label;
        final Given given;

        Story(String team, String application, String service, String label) {
            this.team = Team.named(team);
            this.application = application;
            this.service = service;
            this.label = label;
            given = Given.anApplication(service).manifests();
        }

        void live() {
            given.cluster.as("kubectl-client-side-apply").apply(NAMESPACE, team.live().orElseThrow());
            String color = selected();
            given.cluster.awaitAvailable(NAMESPACE, application + "-" + color);
        }

        String selected() {
            return object("services", service, "/spec/selector/" + label);
        }

        String object(String resource, String name, String pointer) {
            JsonNode found = given.cluster.get(NAMESPACE, resource, name);
            return found == null ? null : found.at(pointer).asText();
        }

        Released release(String tag) {
            return given.release("any", spec -> team.parameters(spec, tag));
        }

        Released promoted(String tag) {
            Released released = release(tag);
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals("local/demo:" + tag, image(selected()), released::story);
            assertEquals(application, released.result().application());
            return released;
        }

        String image(String color) {
            return object("deployments", application + "-" + color, "/spec/template/spec/containers/0/image");
        }

        String workers() {
            return object("deployments", application + "-worker-blue", "/spec/replicas") + " "
                    + object("deployments", application + "-worker-green", "/spec/replicas");
        }

        String answer() {
            return Http.get(given.cluster.serviceUrl(NAMESPACE, service) + "/").split("\\s")[0];
        }

        Set<String> names(String resource) {
            Set<String> names = new TreeSet<>();
            given.cluster.list(NAMESPACE, resource).forEach(object -> names.add(object.at("/metadata/name").asText()));
            return names;
        }

        String container(String color) {
            return object("deployments", application + "-" + color, "/spec/template/spec/containers/0/name");
        }

        void twiceAndBack(String first, Consumer<Released> told) {
            twiceAndBack(first, "1", told);
        }

        /** Releases twice and rolls back, with nothing lost and nothing left but the two colours. */
        void twiceAndBack(String first, String tag, Consumer<Released> told) {
            try (Load load = given.traffic(service)) {
                told.accept(promoted(tag));
                assertEquals(first, selected());
                given.await(load, "2");
                promoted("2");
                Released same = release("2");
                assertEquals(Outcome.UNCHANGED, same.outcome(), same::story);
                String second = first.equals("blue") ? "green" : "blue";
                assertEquals(second, selected());
                assertEquals(Set.of(application + "-blue", application + "-green"), names("deployments"));
                assertEquals("0", object("deployments", application + "-" + first, "/spec/replicas"));
                Released back = given.rollBack(spec -> spec.application(application));
                assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
                assertEquals(first, selected());
                given.await(load, 50);
                Given.nothingLost(load);
            }
            assertEquals(Set.of(), leases());
        }

        Set<String> leases() {
            return names("leases");
        }

        @Override
        public void close() {
            given.close();
        }
    }

    private static void assertTells(Released released, String... texts) {
        for (String text : texts) {
            assertTrue(released.story().contains(text), () -> text + "\n" + released.story());
        }
    }

    @Test
    @DisplayName("C120 a-backend: label ver, a file fixed to green, a Service of another name")
    void backend() {
        try (Story story = new Story("a-backend", "spring-api", "api-svc", "ver")) {
            story.live();
            story.twiceAndBack("blue", first -> {
                assertTells(first, "k8s/deployement.yml, document 1", "is written for green alone", "ver", "${COLOR}");
                assertFalse(first.story().contains("adopt"), first::story);
            });
            assertEquals(Set.of("api-svc"), story.names("services"));
            assertEquals(
                    Set.of("api-config", "api-config-blue", "api-config-green"), story.names("configmaps"));
        }
    }

    @Test
    @DisplayName("C120 b-frontend: no label app, an Ingress to the Service, kept-alive clients")
    void frontend() {
        try (Story story = new Story("b-frontend", "vue", "web-svc", "ver")) {
            story.live();
            story.twiceAndBack("blue", first -> assertTells(first, "is written for green alone"));
            assertEquals(Set.of("web"), story.names("ingresses"));
        }
    }

    @Test
    @DisplayName("C120 a rollback finds the application by its Service, named as one or as the other")
    void rollbackByService() {
        try (Story story = new Story("a-backend", "spring-api", "api-svc", "ver")) {
            story.live();
            story.promoted("1");
            Released back = story.given.rollBack(spec -> spec.application(null).service("api-svc"));
            assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
            assertEquals("spring-api", back.result().application());
            assertEquals("green", story.selected());
            story.promoted("2");
            back = story.given.rollBack(spec -> spec.application("api-svc"));
            assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
            assertEquals("spring-api", back.result().application());
            assertEquals("0", story.object("deployments", "spring-api-blue", "/spec/replicas"));
        }
    }

    @Test
    @DisplayName("C120 c-placeholders: __COLOR__ and __IMAGE__ are filled in by the release, nothing runs before")
    void placeholders() {
        try (Story story = new Story("c-placeholders", "backend-deployment", "backend-svc", "deployment")) {
            story.promoted("1");
            assertEquals("backend-blue", story.container("blue"));
            story.twiceAndBack("green", "3", first -> {});
            assertEquals("backend-green", story.container("green"));
        }
    }

    @Test
    @DisplayName("C120 d-pair: a file for each colour with the label version, live on blue")
    void pair() {
        try (Story story = new Story("d-pair", "bank", "bank-service", "version")) {
            story.live();
            story.twiceAndBack("green", first -> assertEquals(List.of("bank"), List.of(first.result().application())));
        }
    }

    @Test
    @DisplayName("C120 e-worker: web and worker in colours, a Job before them, a StatefulSet and its Service as they are")
    void worker() {
        try (Story story = new Story("e-worker", "shop", "shop", "color")) {
            assertTells(story.promoted("1"), "Deployment/shop-worker is a companion", "StatefulSet/shop-cache");
            try (Load load = story.given.traffic("shop")) {
                story.promoted("2");
                assertEquals("green", story.selected());
                assertEquals("0 1", story.workers());
                Released back = story.given.rollBack(spec -> spec.application("shop"));
                assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
                assertEquals("blue", story.selected());
                assertEquals("1 0", story.workers());
                story.given.await(load, 50);
                Given.nothingLost(load);
            }
            assertEquals(
                    Set.of("shop-blue", "shop-green", "shop-worker-blue", "shop-worker-green"),
                    story.names("deployments"));
            assertEquals("local/demo:2", story.object(
                    "deployments", "shop-worker-green", "/spec/template/spec/containers/0/image"));
            assertEquals(2, story.names("jobs").size());
            assertEquals(Set.of("shop-cache"), story.names("statefulsets"));
            assertEquals(Set.of("shop", "shop-cache"), story.names("services"));
        }
    }
}
