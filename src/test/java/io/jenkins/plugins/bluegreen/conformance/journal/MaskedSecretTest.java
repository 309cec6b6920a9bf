package io.jenkins.plugins.bluegreen.conformance.journal;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Story;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.spec.SecretMask;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C106: values that a release was given from credentials show nowhere. */
class MaskedSecretTest {
    private static final String SECRET = "correct-horse-battery";
    private static final String BASE64 =
            Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
    private static final String DEPLOYMENT = Yaml.DEPLOYMENT.replace(
            "        env:\n", "        env:\n        - name: DB_PASSWORD\n          value: \"${DB_PASSWORD}\"\n");

    private static Consumer<ReleaseSpec.Builder> bound(String value) {
        return spec -> spec.variable("DB_PASSWORD", value).mask(SecretMask.of(List.of(value)));
    }

    /** Asserts that neither the value nor its beginning is in anything that was said. */
    private static void assertMasked(Released released, Story story) throws InterruptedException {
        List<String> said = new ArrayList<>(released.lines());
        said.add(released.message());
        said.addAll(released.result().toMap().values());
        story.posts().forEach(post -> said.add(post.body().toString()));
        said.add(released.state().result().message().toString());
        for (String text : said) {
            assertFalse(text.contains("correct-horse") || text.contains(BASE64), text);
        }
        assertTrue(String.join("\n", said).contains("****"), released::story);
    }

    @Test
    @DisplayName("C122 a promotion masks what the held release was given from credentials; the Service does not tell it")
    void held() throws Exception {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Story story = Story.of(given)) {
            Released held = given.startHold("v2", spec -> bound(SECRET).accept(spec.image("esc/app:" + SECRET))).end();
            assertEquals(Outcome.HELD, held.outcome(), held::story);
            assertFalse(given.cluster.get(NAMESPACE, "services", "backend").toString().contains(SECRET));
            Running running = given.reconnected()
                    .startHeld(Operation.PROMOTE, spec -> spec.monitor(MonitorSpec.lasting(60, 1)))
                    .inPhase(Phase.MONITOR);
            for (String pod : given.pods(GREEN)) {
                given.cluster.logBytes(NAMESPACE, pod, ("login with " + SECRET).getBytes(StandardCharsets.UTF_8));
                given.cluster.crash(NAMESPACE, pod, 7);
            }
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            released.assertSays("login with ****");
            assertMasked(released, story);
        }
    }

    @Test
    @DisplayName("C106 ● a Pod's log with the value, in Base64 and cut by the longest line: masked in the console, the"
            + " result, Discord and the saved result, also after a restart")
    void log() throws Exception {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Story story = Story.of(given)) {
            Running running = given.start(
                            "v2", spec -> bound(SECRET).accept(spec.monitor(MonitorSpec.lasting(60, 1))))
                    .inPhase(Phase.MONITOR);
            for (String pod : given.pods(GREEN)) {
                for (String line : List.of("login with " + SECRET, BASE64, "x".repeat(485) + SECRET)) {
                    given.cluster.logBytes(NAMESPACE, pod, line.getBytes(StandardCharsets.UTF_8));
                }
                given.cluster.crash(NAMESPACE, pod, 7);
            }
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            released.assertSays("login with ****");
            assertMasked(released, story);
            Released again = given.resume(running.saved()).end();
            assertEquals(released.result().toMap(), again.result().toMap());
        }
    }

    @Test
    @DisplayName("C106 ● an API error and an image with the value: masked in the console, the result and Discord")
    void refusal() throws Exception {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Story story = Story.of(given)) {
            given.cluster.always(
                    call -> call.verb().equals("apply") && call.resource().equals("deployments") && !call.dryRun(),
                    new Fault.Answer(422, "Invalid", "admission: " + SECRET + " is too weak", null));
            Released released =
                    given.release("v2", spec -> bound(SECRET).accept(spec.image("esc/" + SECRET + ":1")));
            released.assertSays("**** is too weak");
            assertMasked(released, story);
        }
    }

    @Test
    @DisplayName("C106 the diff of a dry run shows neither a credential's value nor the one that it replaces")
    void diff() throws Exception {
        try (Given given = Given.anApplication("backend")
                .manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, DEPLOYMENT)) {
            given.release("v1", bound("old-" + SECRET));
            given.cluster.allowAll();
            try (Story story = Story.of(given)) {
                Released released = given.release("v2", spec -> bound(SECRET).accept(spec.dryRun(true)));
                List<String> lines = released.lines();
                assertTrue(
                        lines.stream().anyMatch(line -> line.contains("env[DB_PASSWORD].value: *** → ***")),
                        released::story);
                for (String line : lines) {
                    assertFalse(line.contains("horse"), line);
                }
                assertFalse(story.posts().toString().contains("horse"));
            }
        }
    }
}
