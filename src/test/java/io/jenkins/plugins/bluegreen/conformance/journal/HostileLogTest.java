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
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C89: a Pod's log is bytes of anybody. */
class HostileLogTest {
    private static final String ESCAPES = "\u001b[2J\u001b]0;title\u0007\u001b[8mha:////note\u001b[0m";
    private static final int MEBIBYTE = 1 << 20;
    /** The line's own bound, and the console's prefix and a sentence before it. */
    private static final int LONGEST_LINE = 700;

    private static void writeHostileLines(Given given, String pod) {
        List<String> lines =
                List.of("nul \0 nul", ESCAPES, "</script><script>alert(1)</script>", "@everyone <@&4711> @here");
        for (String line : lines) {
            given.cluster.logBytes(NAMESPACE, pod, line.getBytes(StandardCharsets.UTF_8));
        }
        // a lone continuation byte, half a character, an overlong slash, a surrogate
        byte[] broken = {'b', (byte) 0x80, (byte) 0xE2, (byte) 0x82, ' ', (byte) 0xC0, (byte) 0xAF, (byte) 0xED,
            (byte) 0xA0, (byte) 0x80, 'e'};
        given.cluster.logBytes(NAMESPACE, pod, broken);
        given.cluster.logBytes(NAMESPACE, pod, "x".repeat(MEBIBYTE).getBytes(StandardCharsets.UTF_8));
    }

    /** What terminals obey and XML can't hold. */
    private static void assertHarmless(String text) {
        text.codePoints().forEach(c -> assertTrue(isHarmless(c), () -> Integer.toHexString(c) + " in " + text));
        text.lines().forEach(line -> assertTrue(line.length() <= LONGEST_LINE, () -> line.length() + ": " + line));
    }

    private static boolean isHarmless(int c) {
        boolean blank = c == '\n' || c == '\t';
        boolean control = c < 0x20 || c >= 0x7f && c < 0xa0;
        return blank || !control && (c < 0xd800 || c > 0xdfff) && c != 0xfffe && c != 0xffff;
    }

    @Test
    @DisplayName("C89 NUL, escape sequences, broken UTF-8, a mebibyte without a line end, </script> and @everyone in a"
            + " log: rolled back, shown harmless everywhere, and the state is saved and read again")
    void log() throws Exception {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Story story = Story.of(given)) {
            Running running = given.start("v2", spec -> spec.monitor(MonitorSpec.lasting(60, 1)))
                    .inPhase(Phase.MONITOR);
            given.pods(GREEN).forEach(pod -> writeHostileLines(given, pod));
            given.pods(GREEN).forEach(pod -> given.cluster.crash(NAMESPACE, pod, 7));
            Released released = running.end();

            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            assertEquals("blue", given.liveColor());
            released.assertSays("exit code 7", "nul \uFFFD nul", "</script>", "@everyone", "xxx…", "b\uFFFD");
            assertTrue(released.message().length() < 16 * 1024, () -> released.message().length() + " characters");
            assertHarmless(released.message());
            released.lines().forEach(HostileLogTest::assertHarmless);
            released.result().toMap().values().forEach(HostileLogTest::assertHarmless);
            assertTrue(String.join("\n", released.lines()).contains("nul \uFFFD nul"), released::story);

            Released again = given.resume(running.saved()).end();
            assertEquals(released.result().toMap(), again.result().toMap());

            assertFalse(story.posts().isEmpty());
            story.posts().forEach(post -> {
                assertHarmless(Story.embed(post.body()));
                // the one role that the webhook's owner has configured
                assertTrue(Set.of("role 4711").containsAll(post.pings()), post.pings()::toString);
                assertFalse(post.body().path("content").asText().contains("@everyone"), post.body()::toString);
            });
        }
    }
}
