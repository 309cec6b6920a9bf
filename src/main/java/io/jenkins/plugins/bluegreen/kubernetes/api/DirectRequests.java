package io.jenkins.plugins.bluegreen.kubernetes.api;

import io.jenkins.plugins.bluegreen.engine.spec.Addresses;
import io.jenkins.plugins.bluegreen.kubernetes.pods.PodRequests;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Requests to anything but the API server. Not by fabric8's client, which would send the cluster's token along.
 * Redirects are not followed.
 */
public final class DirectRequests {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private DirectRequests() {}

    /** Asks a Pod at its own address. */
    public static CompletableFuture<PodAnswer> get(String ip, int port, String path, int timeoutSeconds) {
        String host = ip.contains(":") ? "[" + ip + "]" : ip;
        return get(URI.create("http://" + host + ":" + port + path.replace(" ", "%20")), timeoutSeconds, PodRequests.BODY_LIMIT);
    }

    /** Asks an address; of the body no more than {@code limit} bytes are read. */
    public static CompletableFuture<PodAnswer> get(URI address, int timeoutSeconds, int limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(timeoutSeconds))
                .header("User-Agent", "jenkins-blue-green-deploy")
                .header("Accept", "application/json, */*;q=0.5");
        if (address.getUserInfo() != null) {
            byte[] user = address.getUserInfo().getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
        }
        LimitedBody body = new LimitedBody(limit);
        return CLIENT.sendAsync(request.build(), into(body))
                .thenApply(response -> new PodAnswer(
                        response.statusCode(),
                        Addresses.withoutQuery(
                                response.headers().firstValue("Location").orElse(null)),
                        body.text(),
                        body.isCut(),
                        null,
                        false));
    }

    private static BodyHandler<Void> into(LimitedBody body) {
        return head -> new Subscriber(body);
    }

    private static final class Subscriber implements HttpResponse.BodySubscriber<Void> {
        private final LimitedBody body;
        private Flow.Subscription source;

        Subscriber(LimitedBody body) {
            this.body = body;
        }

        @Override
        public CompletionStage<Void> getBody() {
            return body.whole();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            body.accept(buffers, () -> source.request(1), source::cancel);
        }

        @Override
        public void onError(Throwable problem) {
            body.ended(problem);
        }

        @Override
        public void onComplete() {
            body.ended(null);
        }
    }
}
