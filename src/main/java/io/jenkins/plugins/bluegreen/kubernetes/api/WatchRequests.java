package io.jenkins.plugins.bluegreen.kubernetes.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/**
 * The newest request of each watch, by path. fabric8 repeats a watch that ended for ever and tells nobody. A proxy may
 * refuse watches, leave them without an answer, close them at once or pass nothing on, while other reads work. A dead
 * web socket ends by its pings.
 */
public final class WatchRequests implements Interceptor {
    /** How long a watch may take to be accepted, and has to last after that. */
    static final long ACCEPTED_MILLIS = 5_000;
    /** The longest silence of a watch without web socket. The API server sends a bookmark about every minute. */
    static final long SILENCE_MILLIS = 100_000;
    /** fabric8 repeats a watch after a second at the earliest; a web socket that is refused, at once without one. */
    private static final long REPEATED_MILLIS = 900;
    /** Watches that one restart of the server ended are asked for again at different instants within this time. */
    private static final long SPREAD_MILLIS = 500;
    /** Watches in a row that may end early: a server that restarts closes some. */
    private static final int EARLY_ENDS = 3;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Map<String, Requests> watches = new ConcurrentHashMap<>();
    private final LongSupplier millis;
    private final DoubleSupplier random;

    public WatchRequests() {
        this(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), () -> ThreadLocalRandom.current()
                .nextDouble());
    }

    /** The same with another monotonic clock and random numbers from 0 to 1. */
    WatchRequests(LongSupplier millis, DoubleSupplier random) {
        this.millis = millis;
        this.random = random;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (!"true".equals(request.url().queryParameter("watch"))) {
            return chain.proceed(request);
        }
        Requests requests = requests(request.url().encodedPath());
        if (requests.isRepeated()) {
            pause();
        }
        requests.sent(chain.call());
        try {
            return requests.answered(chain.call(), chain.proceed(request));
        } catch (IOException e) {
            requests.failed(chain.call(), e.toString());
            throw e;
        }
    }

    private void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(Math.round(SPREAD_MILLIS * random.getAsDouble()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before a watch");
        }
    }

    /** Forgets what happened to the watch of a path, because it is opened anew. */
    public void reset(String path) {
        watches.remove(path);
    }

    /** Why the watch of a path shows no changes now; empty if it does, or has not been asked for. */
    public Optional<String> trouble(String path) {
        Requests requests = watches.get(path);
        return requests == null ? Optional.empty() : requests.trouble();
    }

    private Requests requests(String path) {
        return watches.computeIfAbsent(path, key -> new Requests());
    }

    /** The requests of one watch: a new one follows the end of the one before it. */
    private final class Requests {
        private Call newest;
        private long sentAt;
        private boolean pending;
        private boolean accepted;
        private long acceptedAt;
        /** When the newest one brought bytes; null for a web socket, whose pings tell whether it is alive. */
        private Long heardAt;
        /** Whether the watch was silent for too long; its successor has to say something first. */
        private boolean silent;

        private int earlyEnds;
        private String refusal;
        /** What was told last; true until a watch has lasted. */
        private String trouble;

        synchronized void sent(Call call) {
            if (call == newest) {
                return;
            }
            if (accepted) {
                earlyEnds = hasLasted() ? 0 : earlyEnds + 1;
            }
            newest = call;
            sentAt = millis.getAsLong();
            pending = true;
            heardAt = null;
        }

        synchronized boolean isRepeated() {
            return newest != null && millis.getAsLong() - sentAt >= REPEATED_MILLIS;
        }

        private boolean hasLasted() {
            return millis.getAsLong() - acceptedAt >= ACCEPTED_MILLIS;
        }

        synchronized void failed(Call call, String why) {
            if (call == newest) {
                pending = false;
                accepted = false;
                refusal = why;
            }
        }

        synchronized Response answered(Call call, Response answer) {
            boolean socket = answer.code() == SWITCHING_PROTOCOLS;
            if (!socket && !answer.isSuccessful()) {
                failed(call, "HTTP " + answer.code());
                return answer;
            }
            if (call != newest) {
                return answer;
            }
            pending = false;
            accepted = true;
            refusal = null;
            acceptedAt = millis.getAsLong();
            if (socket) {
                silent = false;
                return answer;
            }
            heardAt = acceptedAt;
            ResponseBody body = answer.body();
            Source bytes = new HeardSource(body.source(), () -> heard(call));
            return answer.newBuilder()
                    .body(ResponseBody.create(Okio.buffer(bytes), body.contentType(), body.contentLength()))
                    .build();
        }

        private synchronized void heard(Call call) {
            if (call == newest) {
                heardAt = millis.getAsLong();
                silent = false;
            }
        }

        synchronized Optional<String> trouble() {
            long now = millis.getAsLong();
            if (pending && now - sentAt >= ACCEPTED_MILLIS) {
                // okhttp would wait for ever
                refusal = "no answer";
                newest.cancel();
            } else if (heardAt != null && now - heardAt >= SILENCE_MILLIS) {
                silent = true;
                newest.cancel();
            }
            trouble = current();
            return Optional.ofNullable(trouble);
        }

        private String current() {
            if (refusal != null) {
                return refusal;
            }
            if (silent) {
                return "no events";
            }
            if (accepted && !pending && hasLasted()) {
                return null;
            }
            return earlyEnds >= EARLY_ENDS ? "closed at once" : trouble;
        }
    }

    /** A body that reports when bytes arrive. */
    private static final class HeardSource extends ForwardingSource {
        private final Runnable heard;

        HeardSource(Source bytes, Runnable heard) {
            super(bytes);
            this.heard = heard;
        }

        @Override
        public long read(Buffer sink, long most) throws IOException {
            long read = super.read(sink, most);
            if (read > 0) {
                heard.run();
            }
            return read;
        }
    }
}
