package io.jenkins.plugins.bluegreen.embedded.traffic;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One client of a {@link Load}. Uses a new connection for each request, or keeps one until the server closes it. */
final class LoadClient implements AutoCloseable {
    private final URI url;
    private final boolean keepAlive;
    private final Duration timeout;
    /** Closed when the load stops, so that a hanging request ends. */
    private volatile LoadConnection connection;

    LoadClient(URI url, boolean keepAlive, Duration timeout) {
        this.url = url;
        this.keepAlive = keepAlive;
        this.timeout = timeout;
    }

    /** Sends one request on the calling thread. */
    LoadRequest request(long dueMillis, long dueNanos) {
        long begun = System.nanoTime();
        long deadline = begun + timeout.toNanos();
        boolean resent = false;
        LoadAnswer answer = null;
        String loss;
        try {
            if (connection != null) {
                try {
                    answer = connection.get(url, true, deadline);
                } catch (LoadConnection.ClosedBeforeAnswer e) {
                    resent = true;
                    close();
                }
            }
            if (answer == null) {
                connection = LoadConnection.open(url, deadline);
                answer = connection.get(url, keepAlive, deadline);
            }
            if (!keepAlive || answer.closes()) {
                close();
            }
            loss = answer.status() / 100 == 2 ? null : "HTTP " + answer.status();
        } catch (IOException e) {
            loss = reason(e);
            close();
        }
        return new LoadRequest(
                dueMillis,
                dueMillis + TimeUnit.NANOSECONDS.toMillis(begun - dueNanos),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - dueNanos),
                keepAlive,
                resent,
                answer == null ? 0 : answer.status(),
                answer == null ? "" : answer.word(0),
                answer == null ? "" : answer.word(1),
                loss);
    }

    @Override
    public void close() {
        LoadConnection closing = connection;
        connection = null;
        if (closing != null) {
            closing.close();
        }
    }

    private String reason(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "no answer within " + timeout.toMillis() + " ms";
        }
        if (e instanceof ConnectException) {
            return "connection refused";
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
