package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.given;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.names;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.tree;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.warnings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExampleManifestsTest {
    private static GivenManifests example(String name) throws IOException {
        GivenManifests manifests = given();
        try (Stream<Path> files = Files.list(Path.of("examples", name, "k8s"))) {
            for (Path file : files.sorted().toList()) {
                manifests.file(file.toString(), Files.readString(file));
            }
        }
        return manifests.with(spec -> spec.image("esc/" + name + ":2.0.7").variable("VERSION", "2.0.7"));
    }

    @Test
    @DisplayName("the frontend's example: Nginx' own variables stay, ours are filled in, nothing to warn of")
    void frontend() throws IOException {
        RenderedRelease release = example("frontend")
                .with(spec -> spec.variable("API_HOST", "backend").variable("SERVER_NAME", "shop.example.com"))
                .blue();
        assertEquals(
                List.of(
                        "Service/frontend-preview",
                        "ConfigMap/frontend-blue",
                        "ConfigMap/frontend-nginx-blue",
                        "Deployment/frontend-blue"),
                names(release));
        assertEquals(List.of("frontend"), release.services());
        assertEquals(3, release.replicas());
        assertEquals("esc/frontend:2.0.7", release.image());
        String nginx = tree(release, "ConfigMap/frontend-nginx-blue").at("/data/default.conf").asText();
        assertTrue(nginx.contains("proxy_pass http://backend/;"), nginx);
        assertTrue(nginx.contains("Host $host;") && nginx.contains("Uri ${request_uri};"), nginx);
        assertEquals(List.of(), warnings(release));
    }

    @Test
    @DisplayName("the backend's example: ConfigMap and Secret follow the colour, nothing to warn of")
    void backend() throws IOException {
        RenderedRelease release = example("backend")
                .with(spec -> spec.variable("DB_HOST", "db").variable("DB_USER", "u").variable("DB_PASSWORD", "p: \"x"))
                .green();
        assertEquals(
                List.of(
                        "Service/backend-preview",
                        "ConfigMap/backend-green",
                        "Secret/backend-green",
                        "Deployment/backend-green"),
                names(release));
        assertEquals("p: \"x", tree(release, "Secret/backend-green").at("/stringData/SPRING_DATASOURCE_PASSWORD").asText());
        assertEquals(2, release.replicas());
        assertEquals(List.of(), warnings(release));
    }
}
