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
 * An open-loop HTTP load on a URL. Requests are due at fixed times, whether or not earlier ones were answered. The time
 * of a request that waits for a free connection counts from when it was due. There is one thread per connection;
 * whichever is free sends the next request.
 *
 * <pre>{@code
 * try (Load load = Load.on(url).shortConnections(4).keepAlive(8).perSecond(200).start()) {
 *     …
 *     assertEquals(0, load.stop().lost());
 * }
 * }</pre>
 *
 * A request is lost unless it is answered 2xx. If the server has closed a kept-alive connection before any byte of the
 * answer, the request is sent once more on a new connection, and that result counts: RFC 9110, section 9.2.2. Such
 * connections are counted separately, except those whose end {@code Connection: close} announced.
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

    /** Starts to build a load on the URL of a plain HTTP server. */
    public static Builder on(String url) {
        return new Builder(URI.create(url));
    }

    /** The number of requests that were answered or lost so far. */
    public int requests() {
        return done.size();
    }

    /** The number of requests that were lost so far. */
    public int lost() {
        return lost.get();
    }

    /** Whether a version has answered so far. */
    public boolean saw(String version) {
        return done.stream().anyMatch(request -> !request.isLost() && request.version().equals(version));
    }

    /** Waits until the load has ended by itself, after {@code atMost}. Returns whether it did within this time. */
    public boolean awaitEnd(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Stops sending, waits for open answers (each up to the timeout), and closes all connections. */
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

    /** A builder; {@link #start()} starts the load. */
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

        /** The number of concurrent requests with a new connection each. */
        public Builder shortConnections(int count) {
            shortConnections = count;
            return this;
        }

        /** The number of kept-alive connections. */
        public Builder keepAlive(int count) {
            keepAlive = count;
            return this;
        }

        /** Requests per second over all connections. */
        public Builder perSecond(int count) {
            perSecond = count;
            return this;
        }

        /** The number of requests after which the load ends; default 200,000. */
        public Builder atMost(int requests) {
            atMost = requests;
            return this;
        }

        /** The time after which the load ends; default ten minutes. */
        public Builder atMost(Duration duration) {
            longest = duration;
            return this;
        }

        /** The time after which a request without an answer is lost; default ten seconds. */
        public Builder timeout(Duration duration) {
            timeout = duration;
            return this;
        }

        /** Starts the load. */
        public Load start() {
            if (shortConnections + keepAlive < 1 || perSecond < 1) {
                throw new IllegalArgumentException("a load needs connections and a rate");
            }
            return new Load(this);
        }
    }
}
