package io.jenkins.plugins.bluegreen.e2e.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.demo.Demo;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The whole of {@code examples/frontend}: its page as npm builds it, a real Nginx with the configuration of its
 * manifests, and the parameters of its Jenkinsfile with shorter times.
 */
@E2e
class FrontendE2eTest {
    private static final String FRONTEND = "frontend";
    private static final Example EXAMPLE = Example.named(FRONTEND);
    private static final int PER_SECOND = 40;
    private static final int DELAY_SECONDS = 8;
    /** There is no DNS in the cluster of the tests, so Nginx gets the Service's address. */
    private static final String BACKEND =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: backend}
            spec:
              selector: {app: backend}
              ports: [{port: 80, targetPort: 8080}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: backend}
            spec:
              selector: {matchLabels: {app: backend}}
              template:
                metadata: {labels: {app: backend}}
                spec:
                  automountServiceAccountToken: false
                  containers:
                    - name: app
                      image: %s
                      env: [{name: VERSION, value: orders}]
                      readinessProbe: {httpGet: {path: /ready, port: 8080}, periodSeconds: 1}
            """;

    @Test
    @DisplayName("the frontend's example: promotion and rollback, a broken configuration of Nginx, a slow start")
    void frontend(Trial.Source trials) throws Exception {
        NewImage.assumePossible();
        String[] versions = {"2.0.1", "2.0.2"};
        Site site = Site.built(versions);
        Nginx nginx = Nginx.unpacked();
        for (String version : versions) {
            nginx.serving(site.version(version), image(version));
        }
        SideBySide.of(trials)
                .with("promotion, rollback", FrontendE2eTest::thereAndBack)
                .with("broken configuration", FrontendE2eTest::brokenConfiguration)
                .with("slow start", FrontendE2eTest::slowStart)
                .run();
    }

    private static void thereAndBack(Trial trial) {
        String backend = backend(trial);
        promoted(release(trial, backend, "2.0.1", spec -> {}), trial, "blue");
        Load load = trial.trafficThrough(FRONTEND, PER_SECOND);
        String url = url(trial);
        Answer old = Answer.to(url + "/");
        try (Visitor visitor = Visitor.of(url)) {
            assertServes(url, "2.0.1");

            promoted(release(trial, backend, "2.0.2", spec -> spec.monitor(watching(url))), trial, "green");
            assertServes(url, "2.0.2");
            assertPageOf(url, old);

            Released back = trial.end(trial.startRollBack(EXAMPLE::rollBack));
            promoted(back, trial, "blue");
            assertServes(url, "2.0.1");

            trial.assertNothingLost(load);
            assertEquals(List.of(), visitor.broken(), visitor::counts);
            System.out.println("frontend: " + visitor.counts() + ", all of them whole then");
        }
    }

    private static MonitorSpec watching(String url) {
        return MonitorSpec.lasting(4, 1).withUrl(url + "/", EXAMPLE.maxFailures());
    }

    private static void brokenConfiguration(Trial trial) {
        String backend = live(trial);
        Load load = trial.trafficThrough(FRONTEND, PER_SECOND);

        // where a host belongs
        Released released = release(trial, backend, "2.0.2", spec -> spec.variable("API_HOST", "http://" + backend));

        assertEquals(Outcome.FAILED_BEFORE_SWITCH, released.outcome(), released::story);
        released.assertSays(
                "Container nginx of Pod frontend-green-",
                "exit code 1",
                "nginx: [emerg] invalid port in upstream \"http://" + backend + "/\" in ",
                "/etc/nginx/conf.d/default.conf:",
                "The traffic is on frontend-blue");
        assertTrue(released.result().millis() < 60_000, released::story);
        assertServes(url(trial), "2.0.1");
        trial.assertNothingLost(load);
    }

    private static void slowStart(Trial trial) {
        String backend = live(trial);
        Load load = trial.trafficThrough(FRONTEND, PER_SECOND);
        trial.admin().configMaps().inNamespace(trial.namespace()).resource(new ConfigMapBuilder()
                .withNewMetadata().withName("frontend-overrides").endMetadata()
                .addToData("START_DELAY", String.valueOf(DELAY_SECONDS))
                .build()).create();

        Released released = release(trial, backend, "2.0.2", spec -> {});

        promoted(released, trial, "green");
        assertTrue(released.result().millis() > TimeUnit.SECONDS.toMillis(DELAY_SECONDS), released::story);
        assertServes(url(trial), "2.0.2");
        trial.assertNothingLost(load);
    }

    private static String image(String version) {
        return "local/frontend:" + version;
    }

    /** Brings version 2.0.1 up, and the backend; returns the backend's address. */
    private static String live(Trial trial) {
        String backend = backend(trial);
        promoted(release(trial, backend, "2.0.1", spec -> {}), trial, "blue");
        return backend;
    }

    private static String backend(Trial trial) {
        trial.manifests().watching(FRONTEND, FRONTEND, "color");
        trial.kubectl(BACKEND.formatted(Demo.image()));
        trial.admin().apps().deployments().inNamespace(trial.namespace()).withName("backend")
                .waitUntilReady(1, TimeUnit.MINUTES);
        return trial.service("backend").getSpec().getClusterIP();
    }

    private static Released release(
            Trial trial, String backend, String version, Consumer<ReleaseSpec.Builder> more) {
        return trial.release(version, spec -> {
            EXAMPLE.release(spec);
            spec.image(image(version)).variable("API_HOST", backend);
            more.accept(spec);
        });
    }

    private static void promoted(Released released, Trial trial, String color) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals(color, trial.service(FRONTEND).getSpec().getSelector().get("color"), released::story);
    }

    private static String url(Trial trial) {
        int port = trial.service(FRONTEND).getSpec().getPorts().get(0).getNodePort();
        return "http://" + Demo.nodeHost() + ":" + port;
    }

    /** Asserts that page, files, configuration and backend are there, with this version. */
    private static void assertServes(String url, String version) {
        for (String path : List.of("/", "/about", "/orders/7")) {
            Answer page = Answer.to(url + path);
            assertTrue(page.body().contains("<footer>Version " + version + "</footer>"), page::toString);
            assertEquals(List.of(version, "no-cache"), List.of(page.version(), page.caching()), page::toString);
        }
        for (String path : Answer.to(url + "/").files()) {
            Answer file = Answer.to(url + path);
            assertEquals(200, file.status(), path);
            assertEquals(path.startsWith("/assets/"), file.caching().contains("immutable"), file::toString);
            assertTrue(file.type().matches("application/javascript|text/css"), file::toString);
        }
        Answer orders = Answer.to(url + "/api/");
        assertTrue(orders.body().startsWith("orders backend-"), orders::toString);
    }

    /** Asserts what a browser finds after a switch that has a page of the former version. */
    private static void assertPageOf(String url, Answer old) {
        String main = old.files().stream().filter(file -> file.matches("/assets/index.*js")).findFirst().orElseThrow();
        Answer gone = Answer.to(url + main);
        assertEquals(404, gone.status(), gone::toString);
        // nothing keeps the error for the time after a rollback
        assertNull(gone.caching(), gone::toString);
        // it has the same time and size
        assertEquals(List.of(200, "2.0.2"), List.of(old.again().status(), old.again().version()));
    }
}
