package io.jenkins.plugins.bluegreen.facts;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The API server and the fresh namespace in which facts are checked. */
public interface ServerFacts {
    Duration PATIENCE = Duration.ofSeconds(60);

    /** A caller with all permissions. */
    ApiCaller api();

    /** The fresh namespace, deleted after the test. */
    String namespace();

    /** An image that the nodes have, with the environment and the paths of the demo application. */
    String image();

    /** {@code /api/v1/namespaces/…/services}. */
    default String core(String rest) {
        return "/api/v1/namespaces/" + namespace() + "/" + rest;
    }

    default String apps(String rest) {
        return "/apis/apps/v1/namespaces/" + namespace() + "/" + rest;
    }

    default String leases(String rest) {
        return "/apis/coordination.k8s.io/v1/namespaces/" + namespace() + "/leases" + rest;
    }

    default String service(String color) {
        return """
                {apiVersion: v1, kind: Service, metadata: {name: backend}, spec: {
                selector: {app: backend, color: %s}, ports: [{name: http, port: 80, targetPort: http}]}}"""
                .formatted(color);
    }

    default String configMap(String name) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, labels: {fact: mine}}}".formatted(name);
    }

    default String deployment(String name, int replicas) {
        return """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: %1$s}, spec: {replicas: %2$d,
                selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}}, spec: {
                containers: [{name: app, image: '%3$s'}]}}}}""".formatted(name, replicas, image());
    }

    /** A Pod that is ready at once and answers for 2 s after SIGTERM. */
    default String pod(String name, String color) {
        return """
                {apiVersion: v1, kind: Pod, metadata: {name: %s, labels: {app: backend, color: %s}}, spec: {
                automountServiceAccountToken: false, terminationGracePeriodSeconds: 10, containers: [{name: app,
                image: '%s', imagePullPolicy: IfNotPresent, ports: [{name: http, containerPort: 8080}],
                env: [{name: SHUTDOWN, value: drain}, {name: DRAIN, value: 2s}],
                readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}}]}}"""
                .formatted(name, color, image());
    }

    /** Repeats the call until the answer is as wanted, and returns that answer. */
    default Reply until(String what, Supplier<Reply> call, Predicate<Reply> wanted) {
        AtomicReference<Reply> last = new AtomicReference<>();
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            last.set(call.get());
            return wanted.test(last.get());
        });
        return last.get();
    }
}
