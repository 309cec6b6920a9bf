package io.jenkins.plugins.bluegreen.kubernetes;

import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * fabric8's okhttp transport with bounded threads, and without its redirects: fabric8 always follows them, and a Pod's
 * login page, reached through the Pod proxy, would then count as an answer of the Pod.
 */
final class ClusterTransport extends OkHttpClientFactory {
    /** At one time, watches aside; the others wait for their turn. */
    private static final int REQUESTS = 10;

    private static final int IDLE_SECONDS = 2;

    @Override
    protected void additionalConfig(OkHttpClient.Builder builder) {
        builder.followRedirects(false).followSslRedirects(false);
    }

    @Override
    protected Dispatcher initDispatcher() {
        // each request and each watch has a thread for as long as it lasts
        ExecutorService threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                ClusterThreads.named("blue-green cluster requests"));
        Dispatcher dispatcher = new Dispatcher(threads);
        // watches count against this one, and would leave no room for requests
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(REQUESTS);
        return dispatcher;
    }
}
