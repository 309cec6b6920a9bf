package io.jenkins.plugins.bluegreen.embedded;

import io.jenkins.plugins.bluegreen.embedded.controllers.ClusterAutoscaler;
import io.jenkins.plugins.bluegreen.embedded.controllers.ControllerLoop;
import io.jenkins.plugins.bluegreen.embedded.controllers.DeploymentController;
import io.jenkins.plugins.bluegreen.embedded.controllers.EndpointSliceController;
import io.jenkins.plugins.bluegreen.embedded.controllers.EventRecorder;
import io.jenkins.plugins.bluegreen.embedded.controllers.GarbageCollector;
import io.jenkins.plugins.bluegreen.embedded.controllers.HpaController;
import io.jenkins.plugins.bluegreen.embedded.controllers.JobController;
import io.jenkins.plugins.bluegreen.embedded.controllers.QuotaController;
import io.jenkins.plugins.bluegreen.embedded.controllers.ReplicaSetController;
import io.jenkins.plugins.bluegreen.embedded.controllers.Scheduler;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.embedded.machinery.Admission;
import io.jenkins.plugins.bluegreen.embedded.machinery.ApiMachinery;
import io.jenkins.plugins.bluegreen.embedded.machinery.Quotas;
import io.jenkins.plugins.bluegreen.embedded.pods.Configuration;
import io.jenkins.plugins.bluegreen.embedded.pods.Images;
import io.jenkins.plugins.bluegreen.embedded.pods.Kubelet;
import io.jenkins.plugins.bluegreen.embedded.pods.Node;
import io.jenkins.plugins.bluegreen.embedded.server.ApiServer;
import io.jenkins.plugins.bluegreen.embedded.server.ApiTransport;
import io.jenkins.plugins.bluegreen.embedded.server.Async;
import io.jenkins.plugins.bluegreen.embedded.server.Dispatcher;
import io.jenkins.plugins.bluegreen.embedded.server.PodSubresources;
import io.jenkins.plugins.bluegreen.embedded.server.Rbac;
import io.jenkins.plugins.bluegreen.embedded.store.Change;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.jenkins.plugins.bluegreen.embedded.traffic.KubeProxy;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Creates, connects and closes the components of an {@link EmbeddedCluster}. */
final class ControlPlane {
    private final ObjectStore store = new ObjectStore();
    private final Admission admission = new Admission();
    private final Quotas quotas = new Quotas(store);
    private final ApiMachinery machinery = new ApiMachinery(store, admission, quotas);
    private final Rbac rbac = new Rbac();
    private final Images images = new Images();
    private final Scheduler scheduler = new Scheduler(store);
    private final Waiting waiting = new Waiting();
    private final ControllerLoop loop = new ControllerLoop();
    private final ThreadPoolExecutor threads = threads();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1).setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final EventLoopGroup network = new NioEventLoopGroup(2, new DefaultThreadFactory("embedded-network", true));
    private final Kubelet kubelet;
    private final KubeProxy proxy;
    private final EndpointSliceController slices = new EndpointSliceController(store, machinery, loop);
    private final DeploymentController deployments = new DeploymentController(store, machinery, loop);
    private final HpaController autoscaler = new HpaController(store, machinery, loop);
    private final ClusterAutoscaler nodes;
    private final ApiServer api;
    private final ApiTransport transport;

    ControlPlane(Speed speed) {
        EventRecorder events = new EventRecorder(store, machinery);
        nodes = new ClusterAutoscaler(loop, events);
        kubelet = new Kubelet(new Node(store, machinery, loop, threads, network, images, scheduler,
                new Configuration(store), events, speed));
        proxy = new KubeProxy(store, loop, kubelet, network);
        api = new ApiServer(new Dispatcher(store, machinery, rbac, new PodSubresources(kubelet)), loop, threads);
        transport = new ApiTransport(vertx, api, threads);
        List<Consumer<Change>> controllers = List.of(proxy::changed, kubelet::changed,
                slices::changed,
                new ReplicaSetController(store, machinery, loop, events)::changed,
                deployments::changed, autoscaler::changed,
                nodes::changed, new JobController(store, machinery, loop, events, speed)::changed,
                new GarbageCollector(store, machinery, loop)::changed,
                new QuotaController(store, machinery, loop, quotas)::changed, change -> waiting.changed());
        controllers.forEach(store::listen);
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(0, 256, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "embedded-api");
            thread.setDaemon(true);
            return thread;
        });
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return pool;
    }

    void startApi() {
        transport.start();
    }

    ObjectStore store() {
        return store;
    }

    ApiMachinery machinery() {
        return machinery;
    }

    Admission admission() {
        return admission;
    }

    Rbac rbac() {
        return rbac;
    }

    Images images() {
        return images;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Waiting waiting() {
        return waiting;
    }

    ControllerLoop loop() {
        return loop;
    }

    Kubelet kubelet() {
        return kubelet;
    }

    KubeProxy proxy() {
        return proxy;
    }

    EndpointSliceController slices() {
        return slices;
    }

    DeploymentController deployments() {
        return deployments;
    }

    HpaController autoscaler() {
        return autoscaler;
    }

    ClusterAutoscaler nodes() {
        return nodes;
    }

    ApiServer api() {
        return api;
    }

    ApiTransport transport() {
        return transport;
    }

    EventLoopGroup network() {
        return network;
    }

    void close() {
        transport.stop();
        try {
            loop.close();
            kubelet.close();
            proxy.close();
            threads.shutdownNow();
            Async.await(vertx.close());
            network.shutdownGracefully(0, 2, TimeUnit.SECONDS).await();
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
