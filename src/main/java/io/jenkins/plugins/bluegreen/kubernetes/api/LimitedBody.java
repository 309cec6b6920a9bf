package io.jenkins.plugins.bluegreen.kubernetes.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The beginning of a body that may be endless. */
public final class LimitedBody {
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Void> whole = new CompletableFuture<>();
    private boolean cut;

    public LimitedBody(int limit) {
        this.limit = limit;
    }

    /** Takes a piece and asks for the next one, or stops the body when it is long enough. */
    public synchronized void accept(List<ByteBuffer> buffers, Runnable more, Runnable stop) {
        for (ByteBuffer buffer : buffers) {
            byte[] piece = new byte[Math.min(buffer.remaining(), limit - bytes.size())];
            cut |= buffer.remaining() > piece.length;
            buffer.get(piece);
            bytes.writeBytes(piece);
        }
        if (cut) {
            whole.complete(null);
            stop.run();
        } else {
            more.run();
        }
    }

    /** The body is at its end, by a {@code problem} unless null. */
    public void ended(Throwable problem) {
        if (problem == null) {
            whole.complete(null);
        } else {
            whole.completeExceptionally(problem);
        }
    }

    /** Completed once nothing more will be read. */
    public CompletableFuture<Void> whole() {
        return whole;
    }

    public synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    public synchronized boolean isCut() {
        return cut;
    }
}
