package io.jenkins.plugins.bluegreen.e2e.given;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Crashes the API server once, when several releases have each entered another phase. Runs the command in the system
 * property {@code restart}, which kills the API server, starts it again, and ends once it answers.
 *
 * <p>There is one crash for all phases because each crash costs more time than the last: watchers retry with delays
 * that double up to a minute until the API server was up for two minutes.
 */
public final class Restart {
    private static final long MOST_SECONDS = 120;

    private final Set<Phase> awaited;
    private final Set<Phase> entered = EnumSet.noneOf(Phase.class);
    private final Set<Phase> met = EnumSet.noneOf(Phase.class);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final KubernetesClient client;
    private volatile Process command;
    private volatile long goneMillis;

    /** @param phases the phases that releases enter before the crash */
    public Restart(Set<Phase> phases, KubernetesClient client) {
        awaited = phases;
        this.client = client;
    }

    /** The command; empty if it is not set. */
    public static String command() {
        return System.getProperty("restart", "");
    }

    /** Blocks a release in a phase until the API server is down, so that this phase meets the crash. */
    public ReleaseEvents in(Phase phase) {
        return new ReleaseEvents() {
            @Override
            public void started(ReleaseView state, Phase entered) {
                if (entered == phase) {
                    arrive(phase);
                }
            }

            @Override
            public void waiting(ReleaseView state, Phase in, Sentence forWhat) {
                // ignored
            }

            @Override
            public void finished(ReleaseView state, ReleaseResult result) {
                // ignored
            }
        };
    }

    /** Errors here are reported by {@link #assertDone()}, because a listener can't fail a release. */
    private void arrive(Phase phase) {
        if (isLast(phase)) {
            crash();
        }
        try {
            if (gone.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                meet(phase);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isLast(Phase phase) {
        return entered.add(phase) && entered.equals(awaited);
    }

    private synchronized void meet(Phase phase) {
        met.add(phase);
    }

    private void crash() {
        try (KubernetesClient impatient = impatient()) {
            command = new ProcessBuilder("sh", "-c", command()).inheritIO().start();
            await("the API server to go")
                    .atMost(Duration.ofSeconds(MOST_SECONDS))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> isGone(impatient));
            goneMillis = System.currentTimeMillis();
            gone.countDown();
        } catch (IOException e) {
            throw new UncheckedIOException(command(), e);
        }
    }

    /** A client without retries, polled until it gets an answer. */
    private KubernetesClient impatient() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(client.getConfiguration())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    private static boolean isGone(KubernetesClient client) {
        try {
            client.raw("/livez");
            return false;
        } catch (KubernetesClientException e) {
            return e.getStatus() == null;
        }
    }

    /** Asserts that the API server was down in all phases, and answers again. */
    public void assertDone() {
        synchronized (this) {
            assertEquals(awaited, met, () -> "phases that met the crash; entered were " + entered);
        }
        awaitAnswering();
    }

    /** Waits until the API server answers again after the crash. */
    public void awaitAnswering() {
        await("the command to end").atMost(Duration.ofSeconds(MOST_SECONDS)).until(() -> !command.isAlive());
        assertEquals(0, command.exitValue(), command());
    }

    /** When the API server was seen to be gone, in milliseconds since 1970. */
    public long goneMillis() {
        return goneMillis;
    }
}
