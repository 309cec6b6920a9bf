package io.jenkins.plugins.bluegreen.kubernetes;

import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A cluster and our gateway to it: {@code given.applied("1", BLUE)}. */
public final class GivenCluster implements AutoCloseable {
    public static final String NAMESPACE = "shop";

    private static final String CONFIGURATION =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: web}
            data: {GREETING: "hello %1$s"}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: web}
            stringData: {PASSWORD: "secret-%1$s"}
            """;
    private static final String REFERENCES =
            "          envFrom: [{configMapRef: {name: web}}, {secretRef: {name: web}}]\n";

    public final EmbeddedCluster cluster = EmbeddedCluster.start();
    public final ClusterConnection connection;
    public final FabricGateway gateway;

    public GivenCluster() {
        cluster.namespace(NAMESPACE);
        connection = GivenConnection.open(cluster.kubeconfig());
        gateway = connection.gateway(NAMESPACE);
    }

    /** A web application of two Pods, with a ConfigMap and a Secret; {@code tag} is its image's. */
    public ReleaseSpec spec(String tag, Consumer<ReleaseSpec.Builder> more) {
        ReleaseSpec.Builder builder = ReleaseSpec.in(NAMESPACE, "release-" + tag)
                .manifest("config.yaml", CONFIGURATION.formatted(tag))
                .manifest("web.yaml", GivenManifests.SERVICE + "---\n" + GivenManifests.DEPLOYMENT + REFERENCES)
                .image("shop/web:" + tag);
        more.accept(builder);
        return builder.build();
    }

    public ReleaseSpec spec(String tag) {
        return spec(tag, builder -> {});
    }

    public RenderedRelease rendered(ReleaseSpec spec, Color color) {
        return (RenderedRelease) gateway.render(spec, color);
    }

    FabricWriter writer() {
        return (FabricWriter) gateway.writer(() -> {});
    }

    /** Everything of a colour but the active Service, without waiting for its Pods. */
    public RenderedRelease applied(ReleaseSpec spec, Color color) {
        RenderedRelease release = rendered(spec, color);
        writer().apply(spec, release, 2, object -> {});
        return release;
    }

    /** The application live as blue; answers its Service. */
    public ServiceView live(String tag) {
        ReleaseSpec spec = spec(tag);
        RenderedRelease release = applied(spec, Color.BLUE);
        cluster.awaitAvailable(NAMESPACE, "web-blue");
        return writer().createService(spec, release, "web", release.traffic("web", null), record(Color.BLUE));
    }

    static ServiceRecord record(Color color) {
        return ServiceRecord.none()
                .withLive(color, 1, "shop/web:1", "hash")
                .writtenBy("release-1", "https://jenkins/1/", null)
                .withServices(List.of("web"));
    }

    public List<String> pods(Color color) {
        return cluster.pods(NAMESPACE, "app=web,color=" + color.label());
    }

    Map<String, String> annotations(String service) {
        return LabelSelector.labels(cluster.get(NAMESPACE, "services", service)
                .path("metadata")
                .path("annotations"));
    }

    @Override
    public void close() {
        connection.close();
        cluster.close();
    }
}
