package io.jenkins.plugins.bluegreen.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterThreads;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterTransport;
import io.jenkins.plugins.bluegreen.kubernetes.api.DirectRequests;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.preflight.ClusterExamination;
import io.jenkins.plugins.bluegreen.kubernetes.preflight.Examination;
import io.jenkins.plugins.bluegreen.kubernetes.watch.SharedWatches;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One cluster: the client and the watches that all releases on it share. Meant to be kept open as long as the cluster is
 * configured; it costs no connection until it is used.
 */
public final class ClusterConnection implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final long PING_MILLIS = 15_000;
    // learns the kinds once for all clusters: it costs more than the connection
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final String USER_AGENT = "jenkins-blue-green-deploy";

    /** For what fabric8 does with what its watches tell. */
    private static final int THREADS = 2;

    private final ExecutorService threads;
    private final KubernetesClient client;
    private final ApiServer api;
    private final DirectRequests direct = DirectRequests.toPods();
    private final ResourceDiscovery types;
    private final SharedWatches watches;

    private ClusterConnection(KubernetesClient client, ExecutorService threads) {
        this.client = client;
        this.threads = threads;
        this.api = new ApiServer(client.getHttpClient(), client.getMasterUrl());
        this.types = new ResourceDiscovery(api);
        this.watches = new SharedWatches(client);
    }

    /**
     * A connection with fabric8's settings. Time limits, retries and the user agent are replaced by ours, and nothing is
     * taken from the environment; start from {@link Config#empty()}, or it is in {@code config} already.
     *
     * @throws ReleaseException when its certificates or key can't be read
     */
    public static ClusterConnection open(Config config) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                ClusterThreads.named("blue-green cluster watches"),
                // what arrives while the connection closes concerns nobody
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
        try {
            return new ClusterConnection(
                    new KubernetesClientBuilder()
                            .withConfig(settings(config))
                            .withHttpClientFactory(new ClusterTransport())
                            .withKubernetesSerialization(SERIALIZATION)
                            .withTaskExecutor(threads)
                            .build(),
                    threads);
        } catch (KubernetesClientException e) {
            // not kept as the cause: it may quote the key
            throw new ReleaseException(Sentence.of("cluster.credentials", config.getMasterUrl()));
        }
    }

    private static Config settings(Config config) {
        ConfigBuilder settings = new ConfigBuilder(config)
                .withAutoConfigure(false)
                .withUserAgent(USER_AGENT)
                .withConnectionTimeout(CONNECT_TIMEOUT_MILLIS)
                .withRequestTimeout(ApiServer.TIMEOUT * 1000)
                .withWebsocketPingInterval(PING_MILLIS)
                // fabric8 can't tell a read from a write here, and a write whose answer was lost must not be sent again
                // before somebody looked at what became of it; the engine does that, and repeats reads too
                .withRequestRetryBackoffLimit(0);
        if (config.getOauthToken() == null && config.getOauthTokenProvider() == null) {
            // fabric8 repeats a refused request once with a token that it believes to be refreshable
            settings.withOauthToken(config.getAutoOAuthToken());
        }
        return settings.build();
    }

    /** A namespace of the cluster. Costs nothing; make one for each release. */
    public FabricGateway gateway(String namespace) {
        return new FabricGateway(api, direct, types, watches, namespace);
    }

    /**
     * What the cluster is, and what it lets us do in a namespace. Some calls, within seconds; changes nothing.
     *
     * @throws ReleaseException when the cluster can't be asked
     */
    public ClusterExamination examine(String namespace) {
        return new Examination(api, namespace).result();
    }

    /** Closes the watches and the connections; gateways made of it are of no use any more. */
    @Override
    public void close() {
        watches.close();
        direct.close();
        client.close();
        threads.shutdown();
    }
}
