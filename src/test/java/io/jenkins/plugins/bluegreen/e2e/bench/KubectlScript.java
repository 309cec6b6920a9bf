package io.jenkins.plugins.bluegreen.e2e.bench;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.demo.Demo;
import io.jenkins.plugins.bluegreen.e2e.given.NodePort;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A deployment script as a careful team writes it, in sequence and without delays: {@code kubectl apply}, {@code
 * rollout status}, {@code patch service}, {@code scale --replicas=0}. Where the new version has to prove itself,
 * {@code kubectl wait} watches its Deployment after the switch, and the Service is patched back as soon as a Pod is not
 * available, or when the script is stopped.
 */
final class KubectlScript implements Switching {
    private static final int MOST_WAIT_SECONDS = 120;

    private final KubernetesClient admin;
    private final Kubectl kubectl;
    private final String application;
    private final int replicas;
    private volatile Color live = Color.GREEN;

    /** Alone. */
    KubectlScript(RealCluster cluster) throws IOException {
        this(cluster, new Kubectl(cluster), Trial.APPLICATION, REPLICAS);
    }

    /** One of several in a namespace. */
    KubectlScript(RealCluster cluster, Kubectl kubectl, String application, int replicas) {
        admin = cluster.client();
        this.kubectl = kubectl;
        this.application = application;
        this.replicas = replicas;
    }

    @Override
    public void first() throws IOException, InterruptedException {
        admin.resource(Serialization.unmarshal("""
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s}
                spec:
                  type: NodePort
                  selector: {app: %1$s, color: blue}
                  ports: [{name: http, port: 80, targetPort: http}]
                """.formatted(application), Service.class)).inNamespace(namespace()).create();
        rollOut("v1", Color.BLUE, NEVER);
        live = Color.BLUE;
        NodePort.awaitAccepting(Demo.nodeHost(), nodePort());
    }

    @Override
    public void next(String version) throws IOException, InterruptedException {
        Color former = live;
        rollOut(version, former.other(), NEVER);
        patch(former.other());
        scale(former, 0);
    }

    @Override
    public void rollBack() throws IOException, InterruptedException {
        Color former = live;
        scale(former.other(), replicas);
        awaitRollOut(former.other());
        patch(former.other());
        scale(former, 0);
    }

    @Override
    public Begun begin(String version, String crashAfter, int watchedSeconds)
            throws IOException, InterruptedException {
        Color former = live;
        Color candidate = former.other();
        rollOut(version, candidate, crashAfter);
        patch(candidate);
        Process watch = kubectl.start("wait", "--for=condition=Available=False", deployment(candidate),
                "--timeout=" + watchedSeconds + "s");
        return new Begun() {
            @Override
            public void abort() {
                watch.destroy();
            }

            @Override
            public void awaitBack() throws IOException, InterruptedException {
                if (!watch.waitFor(2 * watchedSeconds, TimeUnit.SECONDS)) {
                    watch.destroyForcibly();
                    throw new IllegalStateException("kubectl wait did not end");
                }
                patch(former);
                scale(candidate, 0);
            }
        };
    }

    private void rollOut(String version, Color color, String crashAfter) throws IOException, InterruptedException {
        String manifest = DEPLOYMENT.formatted(application, Demo.image(), replicas)
                .replace("${COLOR}", color.label())
                .replace("${VERSION}", version)
                .replace("${CRASH_AFTER}", crashAfter);
        kubectl.run(manifest, "apply", "-f", "-");
        awaitRollOut(color);
    }

    private void awaitRollOut(Color color) throws IOException, InterruptedException {
        kubectl.run("", "rollout", "status", deployment(color), "--timeout=" + MOST_WAIT_SECONDS + "s");
    }

    private void patch(Color color) throws IOException, InterruptedException {
        kubectl.run("", "patch", "service", application, "-p", "{\"spec\":{\"selector\":{\"app\":\"" + application
                + "\",\"color\":\"" + color.label() + "\"}}}");
        live = color;
    }

    private void scale(Color color, int wanted) throws IOException, InterruptedException {
        kubectl.run("", "scale", deployment(color), "--replicas=" + wanted);
    }

    private String deployment(Color color) {
        return "deployment/" + application + "-" + color.label();
    }

    @Override
    public Color live() {
        return live;
    }

    @Override
    public String namespace() {
        return kubectl.tenant.namespace();
    }

    @Override
    public String user() {
        return kubectl.tenant.user();
    }

    @Override
    public String url() {
        return "http://" + Demo.nodeHost() + ":" + nodePort();
    }

    private int nodePort() {
        return admin.services().inNamespace(namespace()).withName(application).get().getSpec().getPorts().get(0)
                .getNodePort();
    }

    @Override
    public void close() {
        kubectl.close();
    }
}
