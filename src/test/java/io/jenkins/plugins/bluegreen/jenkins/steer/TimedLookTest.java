package io.jenkins.plugins.bluegreen.jenkins.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("C112 A look at a cluster by a user")
class TimedLookTest {
    @Test
    @DisplayName("ends after 3 s, names the cluster that does not answer, and leaves no thread behind")
    void dead() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        long begin = System.nanoTime();
        assertThrows(AbortException.class, () -> TimedLook.at("prod", () -> {
            try {
                return never.await(1, TimeUnit.MINUTES);
            } finally {
                left.countDown();
            }
        }));
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        assertTrue(millis >= 2_900 && millis < 10_000, () -> millis + " ms");
        assertEquals(
                "Cluster prod has not answered within 3 s. Nothing was done: the traffic is where it was. Look again"
                        + " when the cluster answers.",
                Messages._Steering_noAnswer("prod", TimedLook.SECONDS).toString(Locale.ENGLISH));
        assertTrue(left.await(10, TimeUnit.SECONDS), "interrupted");
    }

    @Test
    @DisplayName("that fails earlier tells why")
    void fails() throws IOException {
        assertEquals("seen", TimedLook.at("prod", () -> "seen"));
        ReleaseException none = new ReleaseException(Sentence.verbatim("no such application"));
        assertEquals(none, assertThrows(ReleaseException.class, () -> TimedLook.at("prod", () -> {
            throw none;
        })));
        IOException broken = new IOException("broken");
        assertEquals(broken, assertThrows(IOException.class, () -> TimedLook.at("prod", () -> {
            throw broken;
        })));
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
