package io.jenkins.plugins.bluegreen.kubernetes.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The body of an answer")
class SynchronizedSourceTest {
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger cancels = new AtomicInteger();
    private boolean closedAmidRead;

    /** A connection on which nothing comes until its call is cancelled. */
    private final class Silence implements Source {
        @Override
        public long read(Buffer sink, long bytes) throws IOException {
            inside.incrementAndGet();
            try {
                waiting.countDown();
                assertTrue(cancelled.await(10, TimeUnit.SECONDS));
                throw new IOException("Canceled");
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            } finally {
                inside.decrementAndGet();
            }
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {
            closedAmidRead |= inside.get() > 0;
        }
    }

    private void cancel() {
        cancels.incrementAndGet();
        cancelled.countDown();
    }

    @Test
    @DisplayName("that is closed while another thread waits for more: the wait ends first")
    void closedAmidRead() throws Exception {
        BufferedSource body = SynchronizedSource.of(Okio.buffer(new Silence()), this::cancel);
        CompletableFuture<Boolean> reading = CompletableFuture.supplyAsync(() -> {
            try {
                return body.exhausted();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertTrue(waiting.await(10, TimeUnit.SECONDS));
        body.close();
        ExecutionException ended = assertThrows(ExecutionException.class, () -> reading.get(10, TimeUnit.SECONDS));
        assertInstanceOf(IOException.class, ended.getCause().getCause());
        assertFalse(closedAmidRead);
        assertEquals(1, cancels.get());
    }

    @Test
    @DisplayName("is read and closed by one thread without an end to its connection")
    void readToItsEnd() throws IOException {
        BufferedSource body = SynchronizedSource.of(new Buffer().writeUtf8("{}"), this::cancel);
        assertEquals("{}", body.readUtf8());
        assertTrue(body.exhausted());
        body.close();
        assertEquals(0, cancels.get());
    }
}
