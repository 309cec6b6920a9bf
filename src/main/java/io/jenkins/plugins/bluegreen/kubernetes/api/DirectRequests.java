package io.jenkins.plugins.bluegreen.kubernetes.api;

import io.jenkins.plugins.bluegreen.engine.spec.Addresses;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Requests to other addresses than the API server's. fabric8's client would send the cluster's token along.
 * Each request opens a connection of its own: behind a Service, a kept one stays with the Pod that it began with,
 * whatever the Service selects by now. Redirects are not followed.
 */
public final class DirectRequests implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final MediaType JSON = MediaType.get("application/json");
    // of hundreds of releases whose addresses are slow; a request that has to wait for its turn may miss its timeout
    private static final int REQUESTS_AT_ONCE = 256;

    private final OkHttpClient http;
    private final Map<String, OkHttpClient> trusting = new ConcurrentHashMap<>();

    private DirectRequests(OkHttpClient.Builder http) {
        this.http = http.dispatcher(ClusterThreads.dispatcher("blue-green requests", REQUESTS_AT_ONCE))
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
                // requests over HTTP/2 would share one
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .connectTimeout(CONNECT_TIMEOUT)
                // each request has a timeout for all of it
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .build();
    }

    /** Requests with the proxy and the trusted certificates of {@code http}, and their own threads and timeouts. */
    public static DirectRequests through(OkHttpClient http) {
        return new DirectRequests(http.newBuilder());
    }

    /**
     * Requests to Pods by their addresses, without a proxy: the cluster's network is not behind one. Certificates are
     * not checked, as kubelet's probes and the API server's Pod proxy do it: no authority signs for a Pod's address.
     */
    public static DirectRequests toPods() {
        return new DirectRequests(new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .sslSocketFactory(AnyCertificate.sockets(), AnyCertificate.INSTANCE)
                .hostnameVerifier((host, session) -> true));
    }

    /**
     * Sends a request. Without an answer the future fails with an {@link IOException}, after the timeout with an
     * {@link java.io.InterruptedIOException}. Cancelling the future cancels the request.
     *
     * @param access its login is sent to this address alone: redirects are not followed
     * @param limit bytes of the body that are read
     * @throws IllegalArgumentException when the address is not of http or https
     */
    public CompletableFuture<HttpAnswer> get(URI address, ProbeAccess access, int timeoutSeconds, int limit) {
        return send(new Request.Builder(), address, access, timeoutSeconds, limit);
    }

    /** The same with {@code POST} and a body of JSON. */
    public CompletableFuture<HttpAnswer> post(
            URI address, String json, ProbeAccess access, int timeoutSeconds, int limit) {
        RequestBody body = RequestBody.create(json.getBytes(StandardCharsets.UTF_8), JSON);
        return send(new Request.Builder().post(body), address, access, timeoutSeconds, limit);
    }

    private CompletableFuture<HttpAnswer> send(
            Request.Builder request, URI address, ProbeAccess access, int timeoutSeconds, int limit) {
        request.url(HttpUrl.get(address.toString()))
                .header("User-Agent", "jenkins-blue-green-deploy")
                .header("Connection", "close")
                .header("Accept", "application/json, */*;q=0.5")
                // the limit counts bytes as they are sent
                .header("Accept-Encoding", "identity");
        if (access.authorization() != null) {
            request.header("Authorization", access.authorization());
        } else if (address.getUserInfo() != null) {
            byte[] user = address.getUserInfo().getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
        }
        Call call = client(access.authorities()).newCall(request.build());
        call.timeout().timeout(timeoutSeconds, TimeUnit.SECONDS);
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        answer.whenComplete((done, problem) -> {
            if (problem != null) {
                call.cancel();
            }
        });
        call.enqueue(new Completion(answer, limit));
        return answer;
    }

    /** Shares threads, and keeps no connection: so one for each of the few authorities costs little. */
    private OkHttpClient client(String authorities) {
        return authorities == null ? http : trusting.computeIfAbsent(authorities, pem -> Authorities.trusted(http, pem));
    }

    /** Cancels what is under way. Ends threads and connections. */
    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private record Completion(CompletableFuture<HttpAnswer> answer, int limit) implements Callback {
        @Override
        public void onFailure(Call call, IOException problem) {
            answer.completeExceptionally(problem);
        }

        @Override
        public void onResponse(Call call, Response response) {
            try (response) {
                BufferedSource body = response.body().source();
                boolean cut = body.request(limit + 1L);
                answer.complete(new HttpAnswer(
                        response.code(),
                        Addresses.withoutQuery(response.header("Location")),
                        response.header("Retry-After"),
                        body.getBuffer().readString(Math.min(limit, body.getBuffer().size()), StandardCharsets.UTF_8),
                        cut));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }
    }
}
