package io.jenkins.plugins.bluegreen.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.EnumSet;
import java.util.Set;

/**
 * Crashes the API server each time that a release enters one of some phases, by the command that the system property
 * {@code restart} holds: it kills the API server, starts it anew, and ends once that answers.
 */
final class Restart implements ReleaseEvents {
    private static final long MOST_SECONDS = 90;

    private final Set<Phase> phases;
    private final KubernetesClient client;
    private final Set<Phase> met = EnumSet.noneOf(Phase.class);
    private Process command;

    Restart(Set<Phase> phases, KubernetesClient client) {
        this.phases = phases;
        this.client = client;
    }

    /** What to run; empty where nobody has said how. */
    static String command() {
        return System.getProperty("restart", "");
    }

    /** Holds the release up until the API server is gone, so that it is this phase which meets that. */
    @Override
    public void started(ReleaseState state, Phase entered) {
        if (!phases.contains(entered) || !met.add(entered)) {
            return;
        }
        awaitAnswering();
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

    private boolean isGone() {
        try {
            client.raw("/livez");
            return false;
        } catch (KubernetesClientException e) {
            return true;
        }
    }

    /** After the last crash, if there was one. */
    private void awaitAnswering() {
        if (command != null) {
            await("the API server to come back")
                    .atMost(Duration.ofSeconds(MOST_SECONDS))
                    .until(() -> !command.isAlive());
            assertEquals(0, command.exitValue(), command());
        }
    }

    /** It was crashed in each of the phases, and answers again. */
    void assertDone() {
        assertEquals(phases, met);
        awaitAnswering();
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
