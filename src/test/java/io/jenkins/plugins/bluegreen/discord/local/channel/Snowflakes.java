package io.jenkins.plugins.bluegreen.discord.local.channel;

import java.time.Instant;

/** A generator of increasing ids: milliseconds since 2015 above 22 other bits. "Snowflakes", API Reference. */
public final class Snowflakes {
    private static final long EPOCH = 1_420_070_400_000L;

    private long last;

    public synchronized String next() {
        last = Math.max(last + 1, Instant.now().toEpochMilli() - EPOCH << 22);
        return Long.toString(last);
    }
}
