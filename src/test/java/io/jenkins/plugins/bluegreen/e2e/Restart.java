package io.jenkins.plugins.bluegreen.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.bluegreen.engine.Phase;
import io.jenkins.plugins.bluegreen.engine.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.Sentence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Crashes the API server when a release enters a phase, by the command that the system property {@code restart} holds:
 * it kills the API server, starts it anew, and ends once that answers.
 */
final class Restart implements ReleaseEvents {
    private static final long MOST_SECONDS = 90;

    private final Phase phase;
    private final KubernetesClient client;
    private Process command;

    Restart(Phase phase, KubernetesClient client) {
        this.phase = phase;
        this.client = client;
    }

    /** What to run; empty where nobody has said how. */
    static String command() {
        return System.getProperty("restart", "");
    }

    /** Holds the release up until the API server is gone, so that it is this phase which meets that. */
    @Override
    public void started(ReleaseState state, Phase entered) {
        if (entered == phase && command == null) {
            try {
                command = new ProcessBuilder("sh", "-c", command()).inheritIO().start();
            } catch (IOException e) {
                throw new UncheckedIOException(command(), e);
            }
            await("the API server to go")
                    .atMost(Duration.ofSeconds(MOST_SECONDS))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> isGone() || !command.isAlive());
        }
    }

    private boolean isGone() {
        try {
            client.raw("/livez");
            return false;
        } catch (KubernetesClientException e) {
            return true;
        }
    }

    /** It was crashed, and answers again. */
    void assertDone() throws InterruptedException {
        assertTrue(command != null, () -> "the release never came to " + phase);
        assertTrue(command.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "the API server did not come back");
        assertEquals(0, command.exitValue(), command());
    }

    @Override
    public void waiting(ReleaseState state, Phase in, Sentence forWhat) {
        // not of interest
    }

    @Override
    public void finished(ReleaseState state, ReleaseResult result) {
        // not of interest
    }
}
