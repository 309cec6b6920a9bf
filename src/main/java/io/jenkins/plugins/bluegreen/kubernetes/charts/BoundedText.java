package io.jenkins.plugins.bluegreen.kubernetes.charts;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The beginning of what a program prints. What exceeds the limit is dropped, so that the program goes on. */
public final class BoundedText extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int limit;
    private long length;

    /** @param limit in bytes */
    public BoundedText(int limit) {
        this.limit = limit;
    }

    @Override
    public synchronized void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int count) {
        kept.write(bytes, offset, Math.min(count, limit - kept.size()));
        length += count;
    }

    /** Adds to the number of bytes that were dropped. */
    public synchronized void drop(long count) {
        length += count;
    }

    /** The number of bytes that were dropped. */
    public synchronized long dropped() {
        return length - kept.size();
    }

    /** What was kept, as UTF-8. */
    public synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
