package io.jenkins.plugins.bluegreen.e2e.bench;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import java.io.IOException;

/** A way to bring an application's new version live, in a namespace of its own. */
interface Switching extends AutoCloseable {
    /** A Deployment of one colour; callers replace {@code ${COLOR}} and {@code ${VERSION}}. */
    String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: '%1$s-${COLOR}'}
            spec:
              replicas: 2
              selector: {matchLabels: {app: %1$s, color: '${COLOR}'}}
              template: {metadata: {labels: {app: %1$s, color: '${COLOR}'}}, spec: {
                automountServiceAccountToken: false, containers: [{name: app, image: '%2$s',
                imagePullPolicy: IfNotPresent,
                env: [{name: VERSION, value: '${VERSION}'}, {name: WORK, value: 20ms},
                {name: SHUTDOWN, value: graceful}],
                ports: [{name: http, containerPort: 8080}],
                readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}}]}}
            """;

    /** Brings the first version live, as blue. */
    void first() throws IOException, InterruptedException;

    /** Brings the next version live; returns when the switch is complete. */
    void next(String version) throws IOException, InterruptedException;

    Color live();

    String namespace();

    /** The user in the audit log. */
    String user();

    String url();

    @Override
    void close();
}
