package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.DEPLOYMENT;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.SERVICE;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.deployment;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The image of a release")
class ImageOverridesTest {
    private static final String SEVERAL = DEPLOYMENT
            .replace(
                    "      containers:\n",
                    "      initContainers: [{name: migrate, image: shop/web:0}, {name: wait, image: busybox:1}]\n"
                            + "      containers:\n")
            .concat("        - {name: queue, image: \"shop/web:0\"}\n        - {name: proxy, image: \"envoy:1\"}\n");

    private static GivenManifests manifests(String deployment, String image) {
        return given().file("web.yaml", deployment, SERVICE).with(spec -> spec.image(image));
    }

    private static List<String> images(GivenManifests manifests) {
        return deployment(manifests.blue()).at("/spec/template/spec").findValuesAsText("image").stream()
                .sorted()
                .toList();
    }

    @Test
    @DisplayName("report 17: goes to every container of its repository, init containers and sidecars too")
    void sameRepository() {
        assertEquals(
                List.of("busybox:1", "envoy:1", "shop/web:7", "shop/web:7", "shop/web:7"),
                images(manifests(SEVERAL, "shop/web:7")));
    }

    @Test
    @DisplayName("report 21: goes to every container of its repository, also where a shell should have filled in the tag")
    void shellTag() {
        String tags = SEVERAL.replace("shop/web:1", "shop/web:${TAG:-latest}").replace("shop/web:0", "shop/web:$TAG");
        assertEquals(
                List.of("busybox:1", "envoy:1", "shop/web:7", "shop/web:7", "shop/web:7"),
                images(manifests(tags, "shop/web:7")));
    }

    @Test
    @DisplayName("leaves those containers alone that have images by name")
    void named() {
        assertEquals(
                List.of("busybox:1", "envoy:1", "shop/web:6", "shop/web:7", "shop/web:7"),
                images(manifests(SEVERAL, "shop/web:7").with(spec -> spec.image("queue", "shop/web:6"))));
    }

    @Test
    @DisplayName("of another repository goes to the only container, or to the only one without an image by name")
    void other() {
        assertEquals(List.of("other/web:7"), images(manifests(DEPLOYMENT, "other/web:7")));
        assertEquals(
                List.of("busybox:1", "envoy:2", "other/web:7", "shop/queue:2", "shop/web:0"),
                images(manifests(SEVERAL, "other/web:7")
                        .with(spec -> spec.image("queue", "shop/queue:2").image("proxy", "envoy:2"))));
    }

    @Test
    @DisplayName("of another repository is refused with the names of several containers")
    void refused() {
        String message = manifests(SEVERAL, "other/web:7").refusal();
        assertTrue(message.startsWith("web.yaml, document 1"), message);
        assertTrue(message.contains("no container of Deployment/web runs an image of other/web"), message);
        assertTrue(message.contains("web, queue, proxy") && message.contains("\"images\""), message);
    }
}
