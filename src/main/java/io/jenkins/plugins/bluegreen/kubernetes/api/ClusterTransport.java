package io.jenkins.plugins.bluegreen.kubernetes.api;

import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.io.IOException;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/**
 * fabric8's okhttp transport with four changes: idle threads end, each body is a {@link SynchronizedSource}, the
 * token is a {@link RenewedToken}, and redirects are not followed. Otherwise a login page behind the Pod proxy would count as the Pod's answer.
 */
public final class ClusterTransport extends OkHttpClientFactory {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final WatchRequests watches;
    private final RenewedToken token;

    /** A transport that reports the watches' requests, and sends the token; null: fabric8's. */
    public ClusterTransport(WatchRequests watches, RenewedToken token) {
        this.watches = watches;
        this.token = token;
    }

    @Override
    protected void additionalConfig(OkHttpClient.Builder builder) {
        builder.followRedirects(false)
                .followSslRedirects(false)
                .addInterceptor(ClusterTransport::synchronizeBody)
                .addInterceptor(watches);
        if (token != null) {
            builder.addInterceptor(token);
        }
    }

    private static Response synchronizeBody(Interceptor.Chain chain) throws IOException {
        Response answer = chain.proceed(chain.request());
        if (answer.code() == SWITCHING_PROTOCOLS) {
            return answer;
        }
        ResponseBody body = answer.body();
        BufferedSource bytes = SynchronizedSource.of(body.source(), chain.call()::cancel);
        return answer.newBuilder()
                .body(ResponseBody.create(bytes, body.contentType(), body.contentLength()))
                .build();
    }

    @Override
    protected Dispatcher initDispatcher() {
        // each request and each watch has a thread for as long as it lasts; the callers limit how many there are. A
        // limit here would also count watches that a proxy turned into plain requests, and leave no room for others.
        return ClusterThreads.dispatcher("blue-green cluster requests", Integer.MAX_VALUE);
    }
}
