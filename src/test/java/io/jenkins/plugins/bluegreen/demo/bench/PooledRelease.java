package io.jenkins.plugins.bluegreen.demo.bench;

import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.events.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.watch.Subscription;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A release of four objects that many share a pool with, and its driver's owner. */
final class PooledRelease implements PooledDriver.Owner {
    static final int MOST_MINUTES = 10;

    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: APP}
            spec:
              selector: {app: APP}
              ports: [{name: http, port: 80, targetPort: http}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: APP}
            data: {LEVEL: info}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: APP}
            stringData: {PASSWORD: a-password-of-the-bench}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: APP}
            spec:
              replicas: 1
              selector: {matchLabels: {app: APP}}
              template:
                metadata: {labels: {app: APP}}
                spec:
                  containers:
                    - name: app
                      image: ${IMAGE}
                      envFrom: [{configMapRef: {name: APP}}, {secretRef: {name: APP}}]
                      ports: [{name: http, containerPort: 8080}]
                      readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
            """;

    final CountDownLatch atRest = new CountDownLatch(1);
    final ReleaseState state;
    private final CompletableFuture<ReleaseResult> result = new CompletableFuture<>();
    private final FabricGateway gateway;
    private Subscription changes;
    private PooledDriver.Driven driven;

    /** @param more what the release has besides its manifests */
    PooledRelease(
            FabricGateway gateway,
            String namespace,
            String application,
            String version,
            Consumer<ReleaseSpec.Builder> more) {
        this.gateway = gateway;
        ReleaseSpec.Builder spec = ReleaseSpec.in(namespace, application + "/" + version)
                .application(application)
                .stabilizeSeconds(0)
                .scaleDownDelaySeconds(0)
                .timeoutSeconds(MOST_MINUTES * 60)
                .image("registry.example.com/shop/app:" + version)
                .manifest("app.yaml", MANIFESTS.replace("APP", application));
        more.accept(spec);
        state = ReleaseState.release(spec.build());
    }

    void begin(PooledDriver driver, MonitorProbes probes) {
        ReleaseEngine engine = new ReleaseEngine(
                gateway, probes, new ConsoleView(line -> {}, Locale.ENGLISH, false), saved -> {}, Pace.normal());
        driven = driver.drive(engine, state, this);
        changes = gateway.onChange(state::concerns, driven::wake);
    }

    void awaitBody() throws InterruptedException {
        if (!atRest.await(MOST_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("A release did not come to its block");
        }
    }

    void awaitPhase(Phase phase) throws InterruptedException {
        while (state.phase() != phase && !result.isDone()) {
            Thread.sleep(20);
        }
    }

    void bodyEnded() {
        driven.bodyEnded(null);
    }

    void await(Outcome outcome) throws InterruptedException, ExecutionException, TimeoutException {
        ReleaseResult ended = result.get(MOST_MINUTES, TimeUnit.MINUTES);
        if (ended.outcome() != outcome) {
            throw new IllegalStateException("A release was not " + outcome + ": " + ended.message());
        }
    }

    @Override
    public void runBody(ReleaseState told) {
        atRest.countDown();
    }

    @Override
    public void finished(ReleaseState told, ReleaseResult ended) {
        changes.close();
        result.complete(ended);
    }

    @Override
    public void broke(ReleaseState told, Throwable problem) {
        result.completeExceptionally(problem);
    }
}
