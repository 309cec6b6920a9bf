package io.jenkins.plugins.bluegreen.e2e.bench;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import java.io.IOException;

/** A way to bring an application's new version live, in a namespace of its own. */
interface Switching extends AutoCloseable {
    /**
     * A Deployment of one colour; callers format it with the application, the image and the replicas, and replace
     * {@code ${COLOR}}, {@code ${VERSION}} and {@code ${CRASH_AFTER}}.
     */
    String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: '%1$s-${COLOR}'}
            spec:
              replicas: %3$d
              selector: {matchLabels: {app: %1$s, color: '${COLOR}'}}
              template: {metadata: {labels: {app: %1$s, color: '${COLOR}'}}, spec: {
                automountServiceAccountToken: false, containers: [{name: app, image: '%2$s',
                imagePullPolicy: IfNotPresent,
                env: [{name: VERSION, value: '${VERSION}'}, {name: WORK, value: 20ms},
                {name: CRASH_AFTER, value: '${CRASH_AFTER}'}, {name: SHUTDOWN, value: graceful}],
                ports: [{name: http, containerPort: 8080}],
                readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}}]}}
            """;

    /** How many Pods each colour of an application alone has. */
    int REPLICAS = 2;

    /** No crash. */
    String NEVER = "0s";

    /** A release that has begun. */
    interface Begun {
        /** Asks for the former version; returns at once. */
        void abort();

        /** Waits until the former version has the traffic and the new Pods are told to go. */
        void awaitBack() throws IOException, InterruptedException;
    }

    /** Brings the first version live, as blue. */
    void first() throws IOException, InterruptedException;

    /** Brings the next version live; returns when the switch is complete. */
    void next(String version) throws IOException, InterruptedException;

    /** Brings the former version back, whose Pods are gone. */
    void rollBack() throws IOException, InterruptedException;

    /**
     * Begins to bring a version live that doesn't stay: it is aborted, or crashes.
     *
     * @param crashAfter how long each of its Pods lives
     * @param watchedSeconds how long the new Pods are watched after the switch, while the old ones stay
     */
    Begun begin(String version, String crashAfter, int watchedSeconds) throws IOException, InterruptedException;

    Color live();

    String namespace();

    /** The user in the audit log. */
    String user();

    String url();

    @Override
    void close();
}
