package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Manifests to try: {@code given.file("web.yaml", …).blue()}. */
public final class GivenManifests {
    public static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              replicas: 2
              selector:
                matchLabels: {app: web}
              template:
                metadata:
                  labels: {app: web, tier: front}
                spec:
                  terminationGracePeriodSeconds: 30
                  containers:
                    - name: web
                      image: shop/web:1
                      ports: [{name: http, containerPort: 8080}]
                      readinessProbe: {httpGet: {path: /, port: http}}
            """;
    public static final String SERVICE =
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              selector: {app: web}
              ports: [{name: http, port: 80, targetPort: http}]
            """;

    private final ReleaseSpec.Builder spec = ReleaseSpec.in("shop", "test-1").preview(true);

    public static GivenManifests given() {
        return new GivenManifests();
    }

    /** A Deployment and its Service, and more documents. */
    public static GivenManifests aWebApplication(String... more) {
        return given().file("web.yaml", DEPLOYMENT, SERVICE).file("more.yaml", more);
    }

    public GivenManifests file(String name, String... documents) {
        if (documents.length > 0) {
            spec.manifest(name, String.join("---\n", documents));
        }
        return this;
    }

    public GivenManifests with(UnaryOperator<ReleaseSpec.Builder> change) {
        change.apply(spec);
        return this;
    }

    public RenderedRelease blue() {
        return Manifests.render(spec.build(), Color.BLUE);
    }

    public RenderedRelease green() {
        return Manifests.render(spec.build(), Color.GREEN);
    }

    /** The message that refuses it. */
    public String refusal() {
        return assertThrows(ReleaseException.class, this::blue).getMessage();
    }

    /** Everything that would be applied but the active Services. */
    static List<RenderedObject> applied(RenderedRelease release) {
        List<RenderedObject> all = new ArrayList<>(release.preview().stream().toList());
        all.addAll(release.before());
        all.add(release.deployment(release.replicas()));
        all.addAll(release.companionObjects());
        all.addAll(release.after());
        return all;
    }

    static List<String> names(RenderedRelease release) {
        return applied(release).stream().map(object -> object.ref().toString()).toList();
    }

    /** An object by {@code kind/name}. */
    public static JsonNode tree(RenderedRelease release, String ref) {
        return applied(release).stream()
                .filter(object -> object.ref().toString().equals(ref))
                .findFirst()
                .orElseThrow(() -> new AssertionError(ref + " is not among " + names(release)))
                .tree();
    }

    public static JsonNode deployment(RenderedRelease release) {
        return release.deployment(release.replicas()).tree();
    }

    static List<String> warnings(RenderedRelease release) {
        return release.warnings().stream().map(Sentence::toString).toList();
    }
}
