package io.jenkins.plugins.bluegreen.embedded.traffic;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open load through a URL: requests are due at fixed times, whether or not earlier ones were answered, and a request
 * that had to wait for a free connection counts from when it was due. One thread for each connection, and no more;
 * whichever is free takes the next request.
 *
 * <pre>{@code
 * try (Load load = Load.on(url).shortConnections(4).keepAlive(8).perSecond(200).start()) {
 *     …
 *     assertEquals(0, load.stop().lost());
 * }
 * }</pre>
 *
 * A request is lost unless it is answered 2xx. One that meets a kept-alive connection which the server has closed before
 * any byte of the answer is sent once more, on a new connection, and counts by that: RFC 9110, section 9.2.2. The closed
 * connection is counted apart; one whose end was announced by {@code Connection: close} is not.
 */
public final class Load implements AutoCloseable {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final Queue<LoadRequest> done = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<LoadClient> clients = new ArrayList<>();
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();
    private final long intervalNanos;
    private final int atMost;
    private final long longestNanos;
    private final Duration timeout;

    private Load(Builder builder) {
        intervalNanos = TimeUnit.SECONDS.toNanos(1) / builder.perSecond;
        atMost = builder.atMost;
        longestNanos = builder.longest.toNanos();
        timeout = builder.timeout;
        int connections = builder.shortConnections + builder.keepAlive;
        for (int i = 0; i < connections; i++) {
            LoadClient client = new LoadClient(builder.url, i >= builder.shortConnections, timeout);
            Thread thread = new Thread(() -> work(client), "load-" + (i + 1));
            thread.setDaemon(true);
            clients.add(client);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** A load on a URL of a plain HTTP server. */
    public static Builder on(String url) {
        return new Builder(URI.create(url));
    }

    /** How many requests have been answered or lost by now. */
    public int requests() {
        return done.size();
    }

    /** How many requests have been lost by now. */
    public int lost() {
        return lost.get();
    }

    /** Whether a version has answered by now. */
    public boolean saw(String version) {
        return done.stream().anyMatch(request -> !request.isLost() && request.version().equals(version));
    }

    /** Waits until the load has ended by itself, after {@code atMost}; whether it has within this time. */
    public boolean awaitEnd(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Sends nothing more, waits for the answers of what was sent (each bounded by the timeout), and closes all connections. */
    public LoadResult stop() {
        close();
        return new LoadResult(done);
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            awaitEnd(timeout.plusSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.forEach(LoadClient::close);
    }

    private void work(LoadClient client) {
        try (client) {
            while (true) {
                int number = next.getAndIncrement();
                long after = number * intervalNanos;
                if (number >= atMost || after > longestNanos) {
                    return;
                }
                if (stopped.await(startNanos + after - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                LoadRequest request = client.request(
                        startMillis + TimeUnit.NANOSECONDS.toMillis(after), startNanos + after);
                if (request.isLost()) {
                    lost.incrementAndGet();
                }
                done.add(request);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the load is like; {@link #start()} begins it. */
    public static final class Builder {
        private final URI url;
        private int shortConnections;
        private int keepAlive;
        private int perSecond = 100;
        private int atMost = 200_000;
        private Duration longest = Duration.ofMinutes(10);
        private Duration timeout = Duration.ofSeconds(10);

        private Builder(URI url) {
            this.url = url;
        }

        /** How many requests may be under way on a connection of their own each. */
        public Builder shortConnections(int count) {
            shortConnections = count;
            return this;
        }

        /** How many connections are kept alive. */
        public Builder keepAlive(int count) {
            keepAlive = count;
            return this;
        }

        /** Requests a second, over all connections. */
        public Builder perSecond(int count) {
            perSecond = count;
            return this;
        }

        /** After so many requests the load ends by itself; 200,000 unless set. */
        public Builder atMost(int requests) {
            atMost = requests;
            return this;
        }

        /** After this time the load ends by itself; ten minutes unless set. */
        public Builder atMost(Duration duration) {
            longest = duration;
            return this;
        }

        /** A request that is not answered within this time is lost; ten seconds unless set. */
        public Builder timeout(Duration duration) {
            timeout = duration;
            return this;
        }

        /** The load, begun. */
        public Load start() {
            if (shortConnections + keepAlive < 1 || perSecond < 1) {
                throw new IllegalArgumentException("a load needs connections and a rate");
            }
            return new Load(this);
        }
    }
}
