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
import io.jenkins.plugins.bluegreen.kubernetes.api.RenewedToken;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.api.WatchRequests;
import io.jenkins.plugins.bluegreen.kubernetes.charts.Capabilities;
import io.jenkins.plugins.bluegreen.kubernetes.preflight.ClusterExamination;
import io.jenkins.plugins.bluegreen.kubernetes.preflight.Examination;
import io.jenkins.plugins.bluegreen.kubernetes.watch.SharedWatches;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The connection to one cluster: the client and the watches that all releases on it share. Keep it open while the
 * cluster is configured. It opens no network connection until it is used.
 */
public final class ClusterConnection implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final long PING_MILLIS = 15_000;
    // shared by all clusters: it learns fabric8's kinds, which costs more than the connection
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final String USER_AGENT = "jenkins-blue-green-deploy";

    /** For fabric8's handling of watch events. */
    private static final int THREADS = 2;

    private final ExecutorService threads;
    private final KubernetesClient client;
    private final ApiServer api;
    private final DirectRequests direct = DirectRequests.toPods();
    private final ResourceDiscovery types;
    private final SharedWatches watches;
    private final RenewedToken token;

    private ClusterConnection(
            KubernetesClient client, WatchRequests requests, RenewedToken token, ExecutorService threads) {
        this.client = client;
        this.token = token;
        this.threads = threads;
        this.api = new ApiServer(client.getHttpClient(), client.getMasterUrl());
        this.types = new ResourceDiscovery(api);
        this.watches = new SharedWatches(client, requests);
    }

    /**
     * A connection with fabric8's settings. Timeouts, retries and the user agent are replaced. Nothing is taken from
     * the environment. Start from {@link Config#empty()}: the constructors of {@link Config} read the environment. A
     * token's provider is asked again while the connection is used, see {@link RenewedToken}.
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
                // nobody reads events that arrive while the connection closes
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
        WatchRequests requests = new WatchRequests();
        RenewedToken token = RenewedToken.of(config);
        try {
            return new ClusterConnection(
                    new KubernetesClientBuilder()
                            .withConfig(settings(config))
                            .withHttpClientFactory(new ClusterTransport(requests, token))
                            .withKubernetesSerialization(SERIALIZATION)
                            .withTaskExecutor(threads)
                            .build(),
                    requests,
                    token,
                    threads);
        } catch (KubernetesClientException e) {
            // no cause: its message may quote the key
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
                // fabric8 would repeat writes too. After a lost answer the engine first reads the object, and it
                // repeats reads by itself.
                .withRequestRetryBackoffLimit(0);
        if (config.getOauthTokenProvider() != null) {
            // fabric8 would ask it for every request, in the caller's thread
            return settings.withOauthTokenProvider(null).build();
        }
        if (config.getOauthToken() == null) {
            // fabric8 takes an automatic token for refreshable, and would repeat a refused request with it
            settings.withOauthToken(config.getAutoOAuthToken());
        }
        return settings.build();
    }

    /** Takes over the token of a newer login to the same account; null: it has none. */
    public void renew(String newer) {
        if (token != null) {
            token.tell(newer);
        }
    }

    /** A gateway to a namespace. Cheap; create one for each release. */
    public FabricGateway gateway(String namespace) {
        return new FabricGateway(api, direct, types, watches, namespace);
    }

    /** The API server, for reads that belong to no release. */
    public ApiServer api() {
        return api;
    }

    /**
     * The version of the cluster and the permissions in some namespaces. A few read-only calls, within seconds.
     *
     * @return one result for each namespace
     * @throws ReleaseException when the cluster can't be asked, or has no such namespace
     */
    public List<ClusterExamination> examine(List<String> namespaces) {
        return new Examination(api, namespaces).result();
    }

    /** What the cluster serves, for charts. A few read-only calls. */
    public Capabilities capabilities() {
        return Capabilities.of(api);
    }

    /** Closes the watches and the network connections. Its gateways can't be used any more. */
    @Override
    public void close() {
        watches.close();
        direct.close();
        client.close();
        threads.shutdown();
    }
}
