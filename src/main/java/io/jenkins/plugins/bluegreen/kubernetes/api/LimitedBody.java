package io.jenkins.plugins.bluegreen.kubernetes.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.jenkins.plugins.bluegreen.engine.spec.Addresses;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The beginning of a body that fabric8's client delivers in pieces. A body may be endless. */
final class LimitedBody implements AsyncBody.Consumer<List<ByteBuffer>> {
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Void> whole = new CompletableFuture<>();
    private boolean cut;

    private LimitedBody(int limit) {
        this.limit = limit;
    }

    /** Sends a request; of the answer's body at most {@code limit} bytes are read. */
    static CompletableFuture<HttpAnswer> send(HttpClient http, HttpRequest request, int limit) {
        LimitedBody body = new LimitedBody(limit);
        return http.consumeBytes(request, body).thenCompose(body::answer);
    }

    private CompletableFuture<HttpAnswer> answer(HttpResponse<AsyncBody> response) {
        response.body().done().whenComplete((done, problem) -> {
            if (problem == null) {
                whole.complete(null);
            } else {
                whole.completeExceptionally(problem);
            }
        });
        response.body().consume();
        return whole.thenApply(
                done -> answer(response.code(), response.header("Location"), response.header("Retry-After")));
    }

    private synchronized HttpAnswer answer(int code, String location, String retryAfter) {
        return new HttpAnswer(
                code, Addresses.withoutQuery(location), retryAfter, bytes.toString(StandardCharsets.UTF_8), cut);
    }

    @Override
    public synchronized void consume(List<ByteBuffer> buffers, AsyncBody source) {
        for (ByteBuffer buffer : buffers) {
            byte[] piece = new byte[Math.min(buffer.remaining(), limit - bytes.size())];
            cut |= buffer.remaining() > piece.length;
            buffer.get(piece);
            bytes.writeBytes(piece);
        }
        if (cut) {
            whole.complete(null);
            source.cancel();
        } else {
            source.consume();
        }
    }
}
