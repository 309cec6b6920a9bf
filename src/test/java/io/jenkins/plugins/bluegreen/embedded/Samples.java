package io.jenkins.plugins.bluegreen.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Manifests and requests that the tests of the embedded cluster share. */
final class Samples {
    static final String NS = "esc";

    private Samples() {}

    /** A cluster with the namespace {@link #NS}. */
    static EmbeddedCluster cluster() {
        EmbeddedCluster cluster = EmbeddedCluster.start();
        cluster.namespace(NS);
        return cluster;
    }

    /** @param env lines of YAML such as {@code {name: HEALTH, value: DOWN}}, each an item of env */
    static String deployment(String name, String color, String image, int replicas, String... env) {
        StringBuilder variables = new StringBuilder();
        for (String variable : env) {
            variables.append("        - ").append(variable).append('\n');
        }
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s-%2$s, labels: {app: %1$s, color: %2$s}}
                spec:
                  replicas: %4$d
                  selector: {matchLabels: {app: %1$s, color: %2$s}}
                  template:
                    metadata: {labels: {app: %1$s, color: %2$s}}
                    spec:
                      containers:
                      - name: app
                        image: %3$s
                        ports: [{name: http, containerPort: 8080}]
                        readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
                        env:
                        - {name: COLOR, value: %2$s}
                %5$s""".formatted(name, color, image, replicas, variables);
    }

    static String service(String name, String color) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s}
                spec:
                  selector: {app: %1$s, color: %2$s}
                  ports: [{port: 80, targetPort: http}]
                """.formatted(name, color);
    }

    static InputStream stream(String yaml) {
        return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    }

    static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        return http.send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
