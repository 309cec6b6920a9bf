package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The renderings of a release")
class RenderingsTest {
    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: shop}
            spec: {selector: {app: shop}, ports: [{port: 80}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec: {containers: [{name: shop, image: "shop:${TAG}"}]}
            """;

    private final Renderings renderings = new Renderings();

    private static ReleaseSpec spec(String tag) {
        return ReleaseSpec.in("shop", "shop/" + tag)
                .variable("TAG", tag)
                .manifest("shop.yaml", MANIFESTS)
                .build();
    }

    @Test
    @DisplayName("are made once for each colour")
    void once() {
        ReleaseSpec spec = spec("1");
        RenderedRelease blue = renderings.render(spec, Color.BLUE);
        RenderedRelease green = renderings.render(spec, Color.GREEN);
        assertSame(blue, renderings.render(spec, Color.BLUE));
        assertSame(green, renderings.render(spec, Color.GREEN));
        assertEquals("shop-green", green.deployment());
    }

    @Test
    @DisplayName("are those of the release that asks, even if it differs in nothing")
    void another() {
        ReleaseSpec first = spec("1");
        RenderedRelease rendered = renderings.render(first, Color.BLUE);
        assertEquals("shop:2", renderings.render(spec("2"), Color.BLUE).image());
        assertNotSame(rendered, renderings.render(spec("1"), Color.BLUE));
    }

    @Test
    @DisplayName("can't be changed by who uses them")
    void copies() {
        ReleaseSpec spec = spec("1");
        AppliedObject.of(spec, renderings.render(spec, Color.BLUE), 3)
                .forEach(object -> object.tree().removeAll());
        assertEquals("shop:1", renderings.render(spec, Color.BLUE).image());
    }

    @ParameterizedTest
    @ValueSource(strings = {"backend", "frontend"})
    @DisplayName("are the same whichever colour comes first")
    void sameInAnyOrder(String application) throws IOException {
        ReleaseSpec.Builder made = ReleaseSpec.in("shop", "shop/1")
                .application(application)
                .image("registry.example.com/shop/" + application + ":2")
                .variable("SERVER_NAME", "shop.example.com")
                .variable("API_HOST", "backend")
                .variable("DB_HOST", "db.example.com")
                .variable("DB_USER", "backend")
                .variable("DB_PASSWORD", "secret")
                .variable("VERSION", "2");
        try (Stream<Path> files = Files.list(Path.of("examples", application, "k8s"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
                made.manifest(file.toString(), Files.readString(file));
            }
        }
        ReleaseSpec spec = made.build();
        for (Color color : List.of(Color.BLUE, Color.GREEN, Color.BLUE)) {
            RenderedRelease alone = Manifests.render(spec, color);
            RenderedRelease shared = renderings.render(spec, color);
            assertEquals(AppliedObject.of(spec, alone, 2), AppliedObject.of(spec, shared, 2));
            assertEquals(alone.activeServices(), shared.activeServices());
            assertEquals(alone.specHash(), shared.specHash());
            assertEquals(alone.warnings().toString(), shared.warnings().toString());
        }
    }
}
