package io.jenkins.plugins.bluegreen.conformance.inhabitants;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a team's first releases meet, after public reports: each refusal leads on. The texts are files of its name. */
class FirstHourTest {
    private final Given given = Given.anApplication("shop");

    @AfterEach
    void close() {
        given.close();
    }

    private static String text(String report, String folder) {
        try (InputStream in = FirstHourTest.class.getResourceAsStream(report + "/" + folder + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Released release(String report, String folder, String version, Consumer<ReleaseSpec.Builder> more) {
        return given.manifests(text(report, folder)).release(version, more);
    }

    private static Released promoted(Released released) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        return released;
    }

    private String object(String resource, String name, String pointer) {
        return given.cluster.get(NAMESPACE, resource, name).at(pointer).asText();
    }

    @Test
    @DisplayName("report 09: a new Service that sorts first: the former name is advised, never adopt, and works")
    void newFirstService() {
        promoted(release("09-new-first-service", "r1", "1", spec -> {}));
        release("09-new-first-service", "r2", "2", spec -> {})
                .assertRefused("until now the application was called \"shop\"", "set app: 'shop'");
        release("09-new-first-service", "r2", "2", spec -> spec.adopt(true)).assertRefused("set app: 'shop'");
        promoted(release("09-new-first-service", "r2", "2", spec -> spec.application("shop")));
        assertEquals("green", object("services", "admin", "/spec/selector/color"));
        Released back = given.rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertEquals("blue", object("services", "admin", "/spec/selector/color"));
        assertEquals(2, given.cluster.list(NAMESPACE, "deployments").size());
    }

    @ParameterizedTest(name = "report 10: {1}: take the quotes away")
    @CsvSource({"r1, replicas: ${REPLICAS}, 18", "r2, targetPort: ${PORT}, 10", "r3, containerPort: ${PORT}, 38"})
    void quotedNumber(String folder, String field, int line) {
        release("10-quoted-number-placeholder", folder, "1", spec -> spec.variable("PORT", "8080"))
                .assertRefused("line " + line + ": ", "Take the quotes away (" + field + ")");
    }

    @Test
    @DisplayName("report 15: all unknown names at once, with their lines and how to keep them; then it is released")
    void shellScript() {
        release("15-shell-and-grafana", "r1", "1", spec -> {})
                .assertRefused("3 placeholders", "line 6: ${TMPDIR}", "${PORT}", "${HOSTNAME}", "$${TMPDIR}");
        promoted(release("15-shell-and-grafana", "r2", "1", spec -> {}));
        assertEquals(
                """
                #!/bin/sh
                set -eu
                HOST="${DB_HOST:-localhost}"; PORT="${1}"; COLOR_FILE=${TMPDIR}/x
                echo "$HOST:${PORT} ${HOSTNAME} $$ $(date)"
                """,
                object("configmaps", "shop-scripts-blue", "/data/start.sh"));
        assertEquals(
                "- regex: (.+)\n  replacement: ${1}:9100\n- replacement: $1\n",
                object("configmaps", "shop-scripts-blue", "/data/relabel.yml"));
    }

    @Test
    @DisplayName("report 17: the init container and the second container of the same repository get the image too")
    void sameImage() {
        promoted(release("17-init-container-same-image", "r1", "1", spec -> spec.image("local/demo:7")));
        for (String container : new String[] {"initContainers/0", "containers/0", "containers/1"}) {
            assertEquals(
                    "local/demo:7", object("deployments", "shop-blue", "/spec/template/spec/" + container + "/image"));
        }
    }

    @ParameterizedTest(name = "report 21: {1} is refused in PLAN as what it is")
    @CsvSource(delimiter = '|', value = {
        "r1 | {{ .Values.image.repository }} | line 31: | helm template",
        "r2 | {{ .Values.image }} | line 31: | helm template",
        "r3 | {{- if .Values.enabled }} | line 1: | helm template",
        "r4 | $TAG | line 31: | Write ${TAG} and give its value by \"variables\", or set the whole image",
        "r5 | ${TAG:-latest} | line 31: | Write ${TAG}"
    })
    void unrendered(String folder, String text, String line, String advice) {
        release("21-unrendered-template", folder, "1", spec -> {}).assertRefused(text, line, advice);
    }

    @Test
    @DisplayName("report 21: an image that the step replaces need not be filled in")
    void replaced() {
        promoted(release("21-unrendered-template", "r4", "1", spec -> spec.image("local/demo:1")));
        promoted(release("21-unrendered-template", "r5", "2", spec -> spec.image("local/demo:2")));
    }

    @Test
    @DisplayName("report 24: a long name of a Service is no obstacle; where it is, the advice works")
    void longName() {
        String service = "customer-relationship-management-notification-gateway-api";
        String advice = "app: 'shop', service: '" + service + "'";
        release("24-long-names", "app", "1", spec -> spec.preview(true)).assertRefused("65 characters", advice);
        promoted(release(
                "24-long-names", "app", "1", spec -> spec.preview(true).application("shop").service(service)));
        assertEquals("blue", object("services", service, "/spec/selector/color"));
    }

    @Test
    @DisplayName("report 24: without a preview Service the long name is the application's, and works as it is")
    void longNameAlone() {
        promoted(release("24-long-names", "app", "1", spec -> {}));
        promoted(release("24-long-names", "app", "2", spec -> {}));
    }

    private Released latest(Consumer<ReleaseSpec.Builder> more) {
        return release("44-moving-tag", "app", "1", more);
    }

    @Test
    @DisplayName("report 44: a tag that moved: UNCHANGED names redeploy, redeploy makes new Pods, and is over afterwards")
    void movingTag() {
        promoted(latest(spec -> {}));
        Released same = latest(spec -> {});
        assertEquals(Outcome.UNCHANGED, same.outcome(), same::story);
        same.assertSays("redeploy: true", "digest");
        promoted(latest(spec -> spec.redeploy(true)));
        assertEquals("green", given.liveColor());
        Released after = latest(spec -> {});
        assertEquals(Outcome.UNCHANGED, after.outcome(), after::story);
        promoted(latest(spec -> spec.redeploy(true)));
        assertEquals("blue", given.liveColor());
        Released back = given.rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertEquals("green", given.liveColor());
    }

    @Test
    @DisplayName("report 44: redeploy makes new Pods also where those of the same content are still running")
    void movingTagBesideRunning() {
        promoted(latest(spec -> {}));
        promoted(latest(spec -> spec.redeploy(true).keepPrevious(KeepPrevious.RUNNING)));
        List<String> blue = given.pods(Color.BLUE);
        promoted(latest(spec -> spec.redeploy(true)));
        assertTrue(given.pods(Color.BLUE).stream().noneMatch(blue::contains), blue::toString);
    }

    @Test
    @DisplayName("report 44: the digest that a moving tag stands for now is said before it is released again")
    void runningDigest() {
        assertFalse(promoted(latest(spec -> {})).story().contains("sha256:"));
        Released released = promoted(release("44-moving-tag", "app", "2", spec -> {}));
        String running = given.cluster.get(NAMESPACE, "pods", given.pods(Color.GREEN).get(0))
                .at("/status/containerStatuses/0/imageID")
                .asText();
        String said = "Image \"registry.example.com/shop:latest\" of container \"web\" runs now as "
                + running.substring(running.indexOf('@') + 1);
        assertTrue(released.story().contains(said), released::story);
    }

    @Test
    @DisplayName("UNCHANGED says of a release with a block that the block was left out")
    void blockLeftOut() {
        promoted(latest(spec -> {}));
        Released same = latest(spec -> spec.body(true));
        assertEquals(Outcome.UNCHANGED, same.outcome(), same::story);
        same.assertSays("The block was left out.");
        assertFalse(latest(spec -> {}).message().contains("block"));
    }
}
