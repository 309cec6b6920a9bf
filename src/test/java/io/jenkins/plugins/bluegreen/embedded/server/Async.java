package io.jenkins.plugins.bluegreen.embedded.server;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a Vert.x future, outside the event loop. */
public final class Async {
    /** Long enough for a machine on which hundreds of clusters start and end at once. */
    private static final long MOST_SECONDS = 60;

    private Async() {}

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the embedded cluster's transport: " + e.getMessage(), e);
        }
    }
}
